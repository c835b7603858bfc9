// Finding what was written: while typing, by tab and filter, with the keyboard, at 320 pixels, and without any script.
import assert from "node:assert/strict";
import { test } from "node:test";
import { faultsOf, sideways } from "../lib/axe.mjs";
import { desktop, narrow } from "../lib/browser.mjs";

const results = "#results .plein-feed__item";

export default function knowledge(world) {
  const utrecht = () => world().organisation("utrecht");
  const open = async (path, options) => {
    const page = await world().page(utrecht(), utrecht().people[0], options);
    await page.goto(path);
    return page;
  };

  test("results, counts and tabs follow while typing, and the words are marked", async () => {
    const page = await open("/search");
    await page.evaluate(() => (window.isTheSamePage = true));
    await page.type("#q", "omgevingsplan", { delay: 20 });
    await page.waitForSelector(results);
    await page.waitForURL(/q=omgevingsplan/);
    assert.ok(await page.evaluate(() => window.isTheSamePage));
    assert.ok((await page.locator(`${results} mark`).count()) > 0, "what matched is marked");
    await page.waitForFunction(() => /resultaten/.test(document.getElementById("live").textContent));
    const before = await page.textContent(".plein-results__count");
    await page.locator("#places input[value=newest]").check();
    await page.waitForURL(/order=newest/);
    await page.locator("#filters input[name=type]").first().check();
    await page.waitForURL(/type=/);
    await page.waitForSelector(".plein-filters__chosen");
    assert.notEqual(await page.textContent(".plein-results__count"), before);
    await page.keyboard.press("Escape");
    await page.locator(".plein-filters__chosen a").first().click();
    await page.waitForFunction((count) => document.querySelector(".plein-results__count").textContent === count, before);
    await page.context().close();
  });

  test("a tab is kept when the question changes, and the arrows walk along the results", async () => {
    const page = await open("/search?q=stikstof");
    await page.locator(".plein-tabs__link", { hasText: "Reacties" }).click();
    await page.waitForURL(/kind=comments/);
    await page.fill("#q", "omgevingsplan");
    await page.waitForURL(/q=omgevingsplan.*kind=comments|kind=comments.*q=omgevingsplan/);
    await page.waitForSelector(results);
    await page.focus("#q");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/items\/[0-9a-f-]{36}/);
    await page.context().close();
  });

  for (const shape of [{ viewport: desktop }, { viewport: narrow, scheme: "dark" }]) {
    test(`no fault on the page at ${shape.viewport.width} pixels`, async () => {
      const page = await open("/search", shape);
      const faults = [];
      for (const query of ["", "?q=omgevingsplan", "?q=stikstof&in=mine&order=newest&type=question", "?q=xyzzyplugh&period=week", "?q=stikstof&kind=files"]) {
        await page.goto(`/search${query}`);
        faults.push(...(await faultsOf(page)).map((fault) => `${query}: ${fault}`));
        if ((await sideways(page)) > 0) faults.push(`${query}: wider than the page`);
      }
      assert.deepEqual(faults, []);
      await page.context().close();
    });
  }

  test("without script: ask, narrow, read on, come back", async () => {
    const page = await open("/search", { viewport: narrow, script: false });
    await page.fill("#q", "omgevingswet");
    await page.click(".plein-search__button");
    await page.waitForURL(/q=omgevingswet/);
    const all = await page.textContent(".plein-results__count");
    await page.locator("#filters input[name=type]").first().check();
    await page.click(".plein-filters__apply button");
    await page.waitForURL(/type=/);
    await page.goto("/search?q=omgevingswet");
    const next = page.locator(".plein-pagination a");
    if ((await next.count()) > 0) {
      await next.last().click();
      await page.waitForURL(/after=/);
      assert.equal(await page.textContent(".plein-results__count"), all);
    }
    assert.equal(await sideways(page), 0);
    await page.context().close();
  });

  test("within one network, from its own page", async () => {
    const page = await open("/groups");
    await page.locator("#results .plein-group__name a").first().click();
    await page.waitForSelector("#group-search");
    const network = await page.textContent("h1");
    await page.fill("#group-search", "de");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/search\?in=/);
    assert.match(await page.textContent("#places"), new RegExp(`Alleen ${network.trim().slice(0, 10)}`));
    await page.context().close();
  });
}
