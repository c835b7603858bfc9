// One wiki of three organisations, each in a browser of its own: the ministry hosts it, the province and the city write in it.
// Two write at the same time; what clashes is decided by keyboard alone; a proposal of the province is approved in the
// ministry; and a host that is away finds what was written meanwhile when it comes back.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { faultsOf } from "../lib/axe.mjs";
import { binary } from "../lib/demo.mjs";
import { connect, setUp, startOrganisation } from "../lib/organisation.mjs";
import { eventually, fetched, press, submit } from "../lib/pages.mjs";

const text = "Een verzoek wordt binnen vier weken beantwoord.\n\nBel bij twijfel de jurist.\n\nBewaar het dossier.";

export default function wiki(world) {
  const at = (name) => world().organisation(name);

  test("three organisations write one wiki", { timeout: 500_000 }, async () => {
    const [ministry, province, city] = await Promise.all([
      world().page(at("minbzk"), at("minbzk").people[0]),
      world().page(at("gelderland"), at("gelderland").people[0]),
      world().page(at("utrecht"), at("utrecht").people[0]),
    ]);
    const home = await found(ministry, "Proef met één wiki");
    await ministry.goto(`${home}/wiki/new`);
    await ministry.fill("[name=title]", "Termijn");
    await ministry.fill("[name=body]", text);
    await submit(ministry, "#form");
    const pages = [ministry, province, city];
    const wikis = [`${home}/wiki/termijn`, await joined(province, "Proef met één wiki"), await joined(city, "Proef met één wiki")];
    const all = (words) => Promise.all(pages.map((page, at) => shows(page, wikis[at], words)));
    await all("vier weken");

    // Two at the same time, in two passages.
    await Promise.all([ministry.goto(`${wikis[0]}/edit`), province.goto(`${wikis[1]}/edit`)]);
    await ministry.fill("[name=body]", text.replace("Bewaar", "Archiveer"));
    await province.fill("[name=body]", text.replace("de jurist", "de Woo-functionaris"));
    await Promise.all([press(ministry, "save"), press(province, "save")]);
    await all("de Woo-functionaris");
    await all("Archiveer");

    // The same passage: whoever is second decides, without touching the mouse.
    const both = text.replace("Bewaar", "Archiveer").replace("de jurist", "de Woo-functionaris");
    await city.goto(`${wikis[2]}/edit`);
    await ministry.goto(`${wikis[0]}/edit`);
    await ministry.fill("[name=body]", both.replace("vier weken", "zes weken"));
    await press(ministry, "save");
    const other = await city.context().newPage();
    await shows(other, wikis[2], "zes weken");
    await other.close();
    await city.fill("[name=body]", both.replace("vier weken", "acht weken"));
    await press(city, "save");
    assert.match(await city.textContent("h1"), /samenvoegen/);
    assert.deepEqual(await faultsOf(city), []);
    await tabTo(city, "input[name=choice-1][value=theirs]");
    await city.keyboard.press("Space");
    await city.keyboard.press("ArrowDown");
    assert.equal(await city.evaluate(() => document.querySelector("[name=choice-1]:checked").value), "mine");
    await tabTo(city, "main form button.nl-button--primary");
    await Promise.all([city.waitForNavigation(), city.keyboard.press("Enter")]);
    await all("acht weken");

    // The ministry keeps the page, and reads along from now on; the province proposes.
    await ministry.goto(`${wikis[0]}/arrange`);
    await ministry.selectOption("[name=owner]", { label: "Ik" });
    await submit(ministry, "form[action$='/upkeep']");
    await ministry.goto(`${wikis[0]}/arrange`);
    await ministry.selectOption("[name=approval]", "yes");
    await submit(ministry, "form[action$='/approval']");
    await shows(province, wikis[1], "worden eerst een voorstel");
    await province.goto(`${wikis[1]}/edit`);
    await province.fill("[name=body]", both.replace("vier weken", "acht weken, en bij verdaging zestien"));
    await province.fill("[name=summary]", "Ook de verdaging");
    await press(province, "save");
    const proposal = new URL(province.url()).pathname;
    await eventually(ministry, "/notifications", async () => ministry.getByText("stelt een wijziging voor").count());
    await shows(ministry, wikis[0], "Eén voorstel wacht op een besluit");
    await ministry.goto(`${wikis[0]}/proposals`);
    await Promise.all([ministry.waitForNavigation(), ministry.getByRole("link", { name: "Ook de verdaging" }).click()]);
    assert.deepEqual(await faultsOf(ministry), []);
    await Promise.all([ministry.waitForNavigation(), ministry.locator("button[name=decision][value=approve]").click()]);
    await all("bij verdaging zestien");
    await eventually(province, proposal, async () => province.getByText("staat in de wiki").count());

    // The same versions everywhere, and every one is what it says.
    const chains = await Promise.all(pages.map((page, at) => chain(page, wikis[at])));
    assert.ok(chains[0].length >= 6, `${chains[0].length} versions`);
    assert.deepEqual(chains[1], chains[0]);
    assert.deepEqual(chains[2], chains[0]);
    for (const name of ["minbzk", "gelderland", "utrecht"]) assert.match(await verify(name), /whole/);
    for (const page of pages) {
      // What clashed was answered with 409, and there is no version after the last: the browser calls both an error.
      assert.deepEqual(page.faults.filter((fault) => !/ (409|404) /.test(fault)), []);
      await page.context().close();
    }
  });

  test("a change waits for a host that is away", { timeout: 400_000 }, async () => {
    const zwolle = await startOrganisation("zwolle-wiki", "Gemeente Zwolle");
    try {
      const host = await setUp(world(), zwolle, { name: "Thijs Wolters", email: "thijs.wolters@zwolle.example" });
      const utrecht = at("utrecht");
      const admin = await world().page(utrecht, utrecht.admin);
      await connect(host, "Gemeente Zwolle", admin, utrecht);
      const home = await found(host, "Wiki van Zwolle");
      await host.goto(`${home}/wiki/new`);
      await host.fill("[name=title]", "Termijn");
      await host.fill("[name=body]", text);
      await submit(host, "#form");
      const page = await world().page(utrecht, utrecht.people[0]);
      const there = await joined(page, "Wiki van Zwolle");
      await shows(page, there, "vier weken");

      await zwolle.goAway();
      await page.goto(`${there}/edit`);
      await page.fill("[name=body]", text.replace("vier", "acht"));
      await press(page, "save");
      assert.match(await page.textContent("main"), /onderweg naar Gemeente Zwolle/);
      assert.match(await page.textContent("main"), /vier weken/);
      await page.goto(`${there}/edit`);
      assert.match(await page.inputValue("[name=body]"), /acht weken/);

      await zwolle.comeBack();
      await shows(page, there, "acht weken", 180_000);
      assert.doesNotMatch(await page.textContent("main"), /onderweg naar/);
      await shows(host, `${home}/wiki/termijn`, "acht weken");
      for (const one of [host, page, admin]) await one.context().close();
    } finally {
      await zwolle.stop();
    }
  });

  test("colleagues see each other write, follow, remark and begin with a template", { timeout: 300_000 }, async () => {
    const utrecht = at("utrecht");
    const [first, second] = await Promise.all([world().page(utrecht, utrecht.people[0]), world().page(utrecht, utrecht.people[1])]);
    const home = await found(first, "Samen in één wiki");
    for (const title of ["Begrippen", "Termijn"]) {
      await first.goto(`${home}/wiki/new`);
      await first.fill("[name=title]", title);
      await first.fill("[name=body]", text);
      await submit(first, "#form");
    }
    await second.goto(home);
    await submit(second, "form[action$='/join']");
    const page = `${home}/wiki/termijn`;

    // Whoever comes second is told at once, whoever was there first while he writes.
    await first.goto(`${page}/edit`);
    assert.equal(await first.textContent("[data-editing]"), "");
    await second.goto(`${page}/edit`);
    assert.match(await second.textContent("[data-editing]"), /ook aan het wijzigen/);
    await first.waitForFunction(() => document.querySelector("[data-editing]").textContent.includes("ook aan het wijzigen"), null, { timeout: 20_000 });
    assert.deepEqual(await faultsOf(first), []);

    // Titles behind two brackets, by keyboard.
    const field = second.locator("textarea[name=body]");
    await field.focus();
    await second.keyboard.press("Control+End");
    await second.keyboard.type(" Zie [[begr");
    await second.waitForSelector("#titles [role=option]");
    assert.deepEqual(await faultsOf(second), []);
    await second.keyboard.press("Enter");
    assert.match(await field.inputValue(), /Zie \[\[Begrippen\]\]/);

    // A file that is added while writing stands beside the page, for everybody.
    await second.setInputFiles("[data-files] [data-pick]", { name: "schema.txt", mimeType: "text/plain", buffer: Buffer.from("Eerst dit, dan dat.") });
    await second.waitForSelector("[data-files] [data-part=insert]:visible");
    await second.click("[data-files] [data-part=insert]");
    await press(second, "save");
    assert.equal(await second.locator("a", { hasText: "Begrippen" }).count() > 0, true);
    await first.goto(page);
    assert.match(await first.textContent("#remarks"), /schema\.txt/);
    const file = await first.locator("#remarks a", { hasText: "schema.txt" }).first().getAttribute("href");
    assert.equal((await fetched(first, file)).text, "Eerst dit, dan dat.");

    // Following, and what changed since.
    await Promise.all([first.waitForNavigation(), first.locator("button[name=follow][value=page]").click()]);
    await second.goto(`${page}/edit`);
    await second.fill("[name=body]", text.replace("vier", "acht"));
    await press(second, "save");
    await eventually(first, "/notifications", async () => first.getByText("wijzigde ‘Termijn’").count());
    await first.goto(page);
    assert.match(await first.textContent("main"), /Eén wijziging sinds je hier was/);
    await Promise.all([first.waitForNavigation(), first.getByRole("link", { name: "Bekijk wat er veranderde" }).click()]);
    assert.match(await first.textContent("main"), /acht/);

    // A remark, without which the text itself would fill with questions.
    await first.goto(page);
    await first.getByText("Schrijf een opmerking").click();
    await first.fill("#remarks textarea", "Geldt dit ook voor bezwaar?");
    // Whatever lies under the header that stays in sight is no target just then.
    await first.evaluate(() => scrollTo(0, 0));
    assert.deepEqual(await faultsOf(first), []);
    await Promise.all([first.waitForNavigation(), first.getByRole("button", { name: "Plaats de opmerking" }).click()]);
    assert.match(await first.textContent("#remarks"), /ook voor bezwaar/);
    await first.goto(`${page}/authors`);
    assert.deepEqual(await faultsOf(first), []);

    // A template.
    await first.goto(`${page}/arrange`);
    await first.selectOption("[name=template]", "yes");
    await submit(first, "form[action$='/template']");
    await second.goto(`${home}/wiki/new?title=Bezwaar`);
    await Promise.all([second.waitForNavigation(), second.locator(".plein-chip", { hasText: "Termijn" }).click()]);
    assert.match(await second.inputValue("[name=body]"), /acht weken/);
    assert.equal(await second.inputValue("[name=title]"), "Bezwaar");
    assert.deepEqual(await faultsOf(second), []);
    for (const one of [first, second]) {
      assert.deepEqual(one.faults, []);
      await one.context().close();
    }
  });

  /** A network that whoever works elsewhere can join; gives where it is. */
  async function found(page, name) {
    await page.goto("/groups/new");
    await page.fill("[name=name]", name);
    await page.check("[name=join][value=open]");
    await page.check("[name=listed][value=network]");
    await page.check("[name=content][value=group]");
    await submit(page, "#form");
    return new URL(page.url()).pathname;
  }

  /** Finds a network at home and joins it; gives where the page of its wiki is there. */
  async function joined(page, name) {
    const group = await eventually(page, `/groups?q=${encodeURIComponent(name)}`, async () => {
      const link = page.locator("main a", { hasText: name }).first();
      return (await link.count()) ? link.getAttribute("href") : null;
    });
    await page.goto(group);
    await submit(page, "form[action$='/join']");
    await eventually(page, `${group}/wiki`, async () => page.getByRole("link", { name: "Termijn" }).count());
    return `${group}/wiki/termijn`;
  }

  function shows(page, path, words, patienceMs) {
    return eventually(page, path, async () => (await page.textContent("main")).includes(words), patienceMs);
  }

  async function tabTo(page, selector) {
    for (let step = 0; step < 200; step += 1) {
      if (await page.evaluate((selector) => document.activeElement?.matches(selector), selector)) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`no way to ${selector} by keyboard`);
  }

  /** The ids of all versions, as its pages show them. */
  async function chain(page, wiki) {
    const ids = [];
    for (let number = 1; ; number += 1) {
      const answer = await page.goto(`${wiki}/versions/${number}`);
      if (answer.status() === 404) return ids;
      ids.push((await page.textContent("main")).match(/[0-9a-f]{64}/)[0]);
    }
  }

  async function verify(name) {
    const env = { ...process.env, PLEIN_DATA__DIR: join(world().demo.data, `${name}.localhost`), PLEIN_INSTANCE__HOST: at(name).host, PLEIN_INSTANCE__NAME: name, PLEIN_DEVELOPMENT__ENABLED: "true" };
    const { stdout } = await promisify(execFile)(binary, ["wiki", "verify"], { env });
    return stdout;
  }
}
