// A network from its beginning to its end, as a colleague goes through it: each page without a fault, on a desktop and
// at 320 pixels; and the whole of it once more without any script.
import assert from "node:assert/strict";
import { test } from "node:test";
import { faultsOf, sideways } from "../lib/axe.mjs";
import { desktop, narrow } from "../lib/browser.mjs";

const long = "Samenwerkingsverbandovereenkomstenadministratie";

export default function groups(world) {
  const utrecht = () => world().organisation("utrecht");

  test("a network is started, written in, moderated and left, without a fault", { timeout: 300_000 }, async () => {
    const [sanne, other] = [await world().page(utrecht(), utrecht().people[0]), await world().page(utrecht(), utrecht().people[1])];
    const look = looker(sanne);
    const watch = looker(other, look.faults);
    await sanne.goto("/groups");
    await look("the networks");
    await sanne.goto("/groups/new");
    await look("a new network");
    await submit(sanne, "#form");
    await look("a new network, wrongly filled in");
    // The browser says that a form was refused, which it was.
    sanne.faults.length = 0;
    await sanne.fill("[name=name]", `Netwerk ${long}`);
    await sanne.fill("[name=summary]", `Over ${long}.`);
    await sanne.fill("[name=introduction]", "## Welkom\n\nEen **lijst**:\n\n- een\n- twee\n\n| a | b |\n|---|---|\n| 1 | 2 |");
    await sanne.fill("[name=rules]", "Wees vriendelijk.");
    await submit(sanne, "#form");
    const group = new URL(sanne.url()).pathname;
    await look("an empty network");
    for (const rest of ["/about", "/members", "/manage", "/settings", "/notifications", "/invite?q=a", "/pictures", "/log", "/appeals", "/files", "/leave", "/archive", "/delete", "/new", "/new?kind=question", "/new?kind=poll", "/new?kind=status"]) {
      await sanne.goto(group + rest);
      await look(rest);
    }

    await other.goto(group);
    await watch("a network of others");
    await submit(other, `form[action="${group}/join"]`);
    await watch("joined");

    await sanne.goto(`${group}/new?kind=question`);
    await sanne.fill("[name=title]", `Wie kent ${long}?`);
    await sanne.fill("[name=body]", "Met `code` en [een adres](https://example.org).");
    await press(sanne, "publish");
    const question = new URL(sanne.url()).pathname;
    await look("a question");
    await other.goto("/notifications");
    await watch("notifications");
    await other.goto(question);
    await other.fill("[name=body]", `Ik ken ${long}.`);
    await submit(other, "#comment-form");
    await watch("an answer");
    await sanne.goto(question);
    await sanne.getByRole("button", { name: "Dank je" }).first().click();
    await sanne.waitForSelector('.plein-sign[aria-pressed="true"]');
    await look("a reaction");
    await submit(sanne, `form[action="${question}/accept"]`);
    await look("an accepted answer");
    await sanne.goto(`${question}/edit`);
    await look("editing");
    await sanne.fill("[name=title]", "Wie weet dit?");
    await press(sanne, "save");
    await sanne.goto(`${question}/revisions`);
    await look("earlier versions");
    await sanne.goto(`${question}/revisions?view=beside`);
    await look("earlier versions side by side");
    await sanne.goto(`${question}/moderate`);
    await look("moderating");
    await sanne.goto(`${question}/delete`);
    await look("deleting");
    await other.goto(`${question}/report`);
    await watch("reporting");

    await sanne.goto(`${group}/new?kind=poll`);
    await sanne.fill("[name=title]", "Waar?");
    await sanne.fill("[name=options]", `${long}\nArnhem`);
    await press(sanne, "publish");
    await sanne.locator("[name=option]").first().check();
    await submit(sanne, "#poll form");
    await look("a poll");
    await sanne.goto(group);
    await look("a network with news");
    await sanne.goto("/");
    await look("the start page");
    for (const path of ["/bookmarks", "/drafts", "/groups?q=xyzzy"]) {
      await sanne.goto(path);
      await look(path);
    }
    assert.deepEqual([...sanne.faults, ...other.faults], []);
    await sanne.context().close();
    await other.context().close();
    assert.deepEqual(look.faults, []);
  });

  test("a network works without any script", { timeout: 120_000 }, async () => {
    const page = await world().page(utrecht(), utrecht().people[2], { viewport: narrow, script: false });
    await page.goto("/groups/new");
    await page.fill("[name=name]", "Zonder script");
    await submit(page, "#form");
    const group = new URL(page.url()).pathname;
    await page.goto(`${group}/new?kind=status`);
    await page.fill("[name=body]", "Het werkt.");
    await press(page, "publish");
    assert.match(await page.textContent("main"), /Het staat er\./);
    await page.fill("[name=body]", "Inderdaad.");
    await submit(page, "#comment-form");
    assert.match(await page.textContent("main"), /Je reactie staat er\./);
    await page.getByRole("button", { name: "Mooi" }).first().click();
    await page.waitForSelector('.plein-sign[aria-pressed="true"]');
    await page.getByRole("button", { name: "Bewaar" }).click();
    await page.goto("/bookmarks");
    assert.match(await page.textContent("main"), /Het werkt\./);
    assert.equal(await sideways(page), 0);
    await page.context().close();
  });

  test("the bell rings on an open page, subjects are completed by keyboard, and an appeal is heard", { timeout: 180_000 }, async () => {
    const [sanne, other] = [await world().page(utrecht(), utrecht().people[0]), await world().page(utrecht(), utrecht().people[1])];
    const look = looker(sanne);
    const watch = looker(other, look.faults);
    await sanne.goto("/groups/new");
    await sanne.fill("[name=name]", "Luisteren");
    await sanne.fill("#subjects", "omge");
    await sanne.waitForSelector("#subjects-offered [role=option]");
    await look("subjects on offer");
    await sanne.focus("#subjects");
    await sanne.keyboard.press("ArrowDown");
    await sanne.keyboard.press("Enter");
    assert.match(await sanne.inputValue("#subjects"), /^omgevings.*, $/i);
    await submit(sanne, "#form");
    const group = new URL(sanne.url()).pathname;
    assert.match(await sanne.textContent(".plein-group__head .plein-chips"), /omgevings/i);

    await sanne.goto(`${group}/pictures`);
    const picture = await sanne.evaluate(() => {
      const canvas = Object.assign(document.createElement("canvas"), { width: 400, height: 300 });
      canvas.getContext("2d").fillRect(20, 20, 200, 200);
      return canvas.toDataURL("image/png").split(",")[1];
    });
    await sanne.setInputFiles("#cover", { name: "omslag.png", mimeType: "image/png", buffer: Buffer.from(picture, "base64") });
    await submit(sanne, `form[action="${group}/pictures/cover"]`);
    await look("a cover");

    await other.goto(group);
    await submit(other, `form[action="${group}/join"]`);
    await sanne.goto(`${group}/about`);
    const before = Number(await sanne.getAttribute(".plein-bell", "data-unread"));
    await other.goto(`${group}/new?kind=status`);
    await other.fill("[name=body]", `Weet jij dit, @${utrecht().people[0].name.toLowerCase().replaceAll(" ", ".")}?`);
    await press(other, "publish");
    await sanne.waitForFunction((before) => Number(document.querySelector(".plein-bell").dataset.unread) > before, before, { timeout: 20_000 });
    await look("the bell rang");
    const item = new URL(other.url()).pathname;
    await other.getByRole("link", { name: /^@/ }).click();
    assert.match(new URL(other.url()).pathname, /^\/people\//);

    await sanne.goto(`${item}/moderate`);
    await sanne.fill("[name=reason]", "Even wachten.");
    await press(sanne, "hide");
    await other.goto("/notifications");
    await other.getByRole("link", { name: "Maak bezwaar" }).first().click();
    await watch("an appeal");
    await other.fill("[name=note]", "Waarom eigenlijk?");
    await submit(other, "#form");
    await sanne.goto(`${group}/appeals`);
    await look("appeals");
    await sanne.getByRole("button", { name: "Wijs toe en toon het weer" }).click();
    await sanne.waitForLoadState();
    await sanne.goto(`${group}/log`);
    await look("the log");
    await other.goto("/notifications");
    assert.match(await other.textContent("main"), /is toegewezen/);
    assert.deepEqual([...sanne.faults, ...other.faults], []);
    await sanne.context().close();
    await other.context().close();
    assert.deepEqual(look.faults, []);
  });

  /** Looks at the page as it stands, at 320 pixels and on a desktop, and keeps what is wrong. */
  function looker(page, faults = []) {
    const look = async (what) => {
      for (const viewport of [narrow, desktop]) {
        await page.setViewportSize(viewport);
        faults.push(...(await faultsOf(page)).map((fault) => `${what} at ${viewport.width}: ${fault}`));
      }
    };
    return Object.assign(look, { faults });
  }

  function submit(page, form) {
    return Promise.all([page.waitForNavigation(), page.locator(`main ${form}`).first().locator("[type=submit]:not([form])").first().click()]);
  }

  function press(page, what) {
    return Promise.all([page.waitForNavigation(), page.locator(`main button[name=do][value=${what}]`).click()]);
  }
}
