// The pages that no link leads to: those behind a form, a letter or a state of things. Each without a fault, on a
// desktop and at 320 pixels.
import assert from "node:assert/strict";
import { test } from "node:test";
import { faultsOf } from "../lib/axe.mjs";
import { desktop, narrow } from "../lib/browser.mjs";
import { startOrganisation } from "../lib/organisation.mjs";

const password = "lantaarn wolkje traag tosti";

export default function reached(world) {
  const utrecht = () => world().organisation("utrecht");

  test("a letter leads to a page without a fault, and so does one that is too old", { timeout: 180_000 }, async () => {
    const page = await world().page(utrecht());
    const look = looker(page);
    await ask(page, "/sign-in", { email: "niemand@utrecht.example", password: "verkeerd" });
    await look("a wrong password");
    await ask(page, "/forgot", { email: utrecht().people[3].login });
    await look("a letter was sent");
    await letter(page, "Kies een nieuw wachtwoord");
    await look("a new password");
    await ask(page, undefined, { password: "kort" });
    await look("a new password that is too short");
    await page.goto(`${utrecht().url}/reset/${"a".repeat(43)}`);
    await look("an old letter");
    await ask(page, "/sign-up", { email: "iemand@elders.example" });
    await look("a mail domain that is not admitted");
    await ask(page, "/sign-up", { email: "nieuw.lid@utrecht.example" });
    await look("an account was asked for");
    await letter(page, "Maak je account");
    await look("the rest of an account");
    await ask(page, undefined, { name: "", password: "kort" });
    await look("the rest of an account, wrongly filled in");
    await page.goto("/_/mail");
    await look("the letters that were kept");
    await page.context().close();
    assert.deepEqual(look.faults, []);
  });

  test("what a member and an administrator get to see after a form", { timeout: 180_000 }, async () => {
    const page = await world().page(utrecht(), utrecht().people[0]);
    const look = looker(page);
    await ask(page, "/settings/tokens", { name: "adresboek", current_password: utrecht().people[0].password }, "form:has([name=name])");
    await look("a fresh key");
    await ask(page, "/settings/password", { current_password: "x" });
    await look("a wrong password of now");
    await ask(page, "/profile/edit", { name: "", mail: "geen adres" });
    await look("a profile that is wrongly filled in");
    await page.goto("/admin");
    await look("a page for others");
    await page.context().close();

    const admin = await world().page(utrecht(), utrecht().admin);
    const watch = looker(admin, look.faults);
    await ask(admin, "/admin/peers", { host: "bestaat-niet.localhost:1" });
    await watch("nobody answers there");
    await admin.goto("/admin/accounts?q=xyzzy");
    await watch("no account found");
    await ask(admin, "/admin/accounts/invite", { name: "Ilse de Vries", email: "ilse.de.vries@utrecht.example" });
    await watch("somebody invited");
    await letter(admin, "nodigt je uit");
    await watch("an invitation");
    await admin.context().close();
    assert.deepEqual(watch.faults, []);
  });

  test("a fresh organisation, from its first address to a neighbour that is down", { timeout: 240_000 }, async () => {
    const deventer = await startOrganisation("deventer", "Gemeente Deventer, Dienst Burger- en Bedrijvendienstverleningsaangelegenheden");
    let isRunning = true;
    const page = await world().page({ url: deventer.url });
    const look = looker(page);
    const admin = await world().page(utrecht(), utrecht().admin);
    const watch = looker(admin, look.faults);
    try {
      await page.goto(deventer.setUpAddress);
      await look("the set-up address");
      await ask(page, undefined, { name: "", email: "thijs", password: "kort" });
      await look("the first administrator, wrongly filled in");
      await ask(page, undefined, { name: "Thijs Wolters", email: "thijs@deventer.example", password });
      await look("the first step");
      for (const path of ["/welcome/knowledge", "/welcome/found", "/people", "/people?q=woo", "/admin", "/admin/peers", "/profile", "/profile/skills", "/profile/consent", "/profile/seen?as=network"]) {
        await page.goto(path);
        await look(path);
      }
      await ask(page, "/admin/peers", { host: new URL(utrecht().url).host });
      await look("who answers there");
      await Promise.all([page.waitForURL(/\/admin\/peers\/[0-9a-f-]{36}/), page.click("main form [type=submit]")]);
      await look("a request that was sent");

      const card = admin.locator(".plein-card", { hasText: "Gemeente Deventer" });
      for (let turn = 0; turn < 60 && (await card.count()) === 0; turn += 1) {
        await admin.waitForTimeout(500);
        await admin.goto("/admin/peers");
      }
      await watch("a request that came in");
      await card.getByRole("link").click();
      await watch("the request");
      await press(admin, "check");
      await watch("the request, checked");
      await press(admin, "approve");
      await watch("connected");
      await press(admin, "pause");
      await watch("paused");
      await press(admin, "resume");
      await deventer.stop();
      isRunning = false;
      await press(admin, "retry");
      await admin.waitForTimeout(3000);
      await admin.reload();
      await watch("down");
      await admin.goto(`${admin.url()}/block`);
      await watch("what blocking does");
      await press(admin, "block");
      await watch("blocked");
      assert.deepEqual(watch.faults, []);
    } finally {
      if (isRunning) await deventer.stop();
      await admin.context().close();
      await page.context().close();
    }
  });

  /** Looks at the page as it stands, on a desktop and at 320 pixels, and keeps what is wrong. */
  function looker(page, faults = []) {
    const look = async (what) => {
      for (const viewport of [narrow, desktop]) {
        await page.setViewportSize(viewport);
        faults.push(...(await faultsOf(page)).map((fault) => `${what} at ${viewport.width}: ${fault}`));
      }
    };
    return Object.assign(look, { faults });
  }

  async function ask(page, path, fields, form = "form") {
    if (path) await page.goto(path);
    const main = page.locator(`main ${form}`).filter({ has: page.locator(`[name=${Object.keys(fields).at(-1)}]`) });
    for (const [name, value] of Object.entries(fields)) await main.locator(`[name=${name}]`).fill(value);
    await Promise.all([page.waitForNavigation(), main.locator("[type=submit]").last().click()]);
  }

  function press(page, action) {
    return Promise.all([page.waitForNavigation(), page.locator(`form[action$='/${action}'] [type=submit]`).click()]);
  }

  /** Opens the newest letter with this subject, and then the address in it. */
  async function letter(page, subject) {
    const link = page.getByRole("link", { name: subject }).first();
    for (let turn = 0; turn < 60; turn += 1) {
      await page.goto("/_/mail");
      if ((await link.count()) > 0) break;
      await page.waitForTimeout(500);
    }
    await link.click();
    await page.waitForURL(/\/_\/mail\/./);
    const address = (await page.textContent("main")).match(/https?:\/\/[^\s]+\/[\w-]{30,}/);
    assert.ok(address, `no address in the letter: ${subject}`);
    await page.goto(address[0]);
  }
}
