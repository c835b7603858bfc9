// Finding a colleague: with the keyboard alone, while typing, on a phone, and without script.
import assert from "node:assert/strict";
import { test } from "node:test";
import { phone } from "../lib/browser.mjs";

const results = "#results .plein-person";

export default function search(world) {
  const member = () => world().organisation("utrecht").people[0];
  const open = (path, options) => async () => {
    const page = await world().page(world().organisation("utrecht"), member(), options);
    await page.goto(path);
    return page;
  };

  test("from any page to a profile and back, with the keyboard alone", async () => {
    const page = await open("/help")();
    await page.keyboard.press("/");
    assert.equal(await focused(page), "header-search");
    await page.keyboard.type("jeugdzorg");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/search\?q=jeugdzorg/);
    await page.keyboard.press("/");
    assert.equal(await focused(page), "q");
    await page.keyboard.press("ArrowDown");
    const name = await page.evaluate(() => document.activeElement.textContent);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowUp");
    assert.equal(await page.evaluate(() => document.activeElement.textContent), name);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/people\/[0-9a-f-]{36}/);
    assert.match(await page.textContent("h1"), new RegExp(name.trim()));
    await page.goBack();
    assert.equal(await page.inputValue("#q"), "jeugdzorg");
    await page.context().close();
  });

  test("results and counts follow while typing, without a new page", async () => {
    const page = await open("/people")();
    await page.evaluate(() => (window.isTheSamePage = true));
    await page.type("#q", "omgevingswet", { delay: 20 });
    await page.waitForSelector(results);
    await page.waitForURL(/q=omgevingswet/);
    assert.ok(await page.evaluate(() => window.isTheSamePage));
    assert.equal(await focused(page), "q");
    assert.ok((await page.locator("#results mark").count()) > 0, "what matched is marked");
    assert.match(await page.title(), /omgevingswet/);
    await page.waitForFunction(() => /gevonden/.test(document.getElementById("live").textContent));
    const before = await page.textContent(".plein-results__count");
    const box = page.locator("#filters input[type=checkbox][name=place]").first();
    await box.check();
    await page.waitForURL(/place=/);
    await page.waitForSelector(".plein-filters__chosen");
    assert.notEqual(await page.textContent(".plein-results__count"), before);
    assert.ok(await box.isChecked());
    await page.context().close();
  });

  test("a group of filters that somebody closed stays closed", async () => {
    const page = await open("/people?q=bestuur")();
    const group = page.locator("#filters details").first();
    await group.locator("summary").first().click();
    assert.equal(await group.getAttribute("open"), null);
    await page.fill("#q", "beleid");
    await page.waitForURL(/q=beleid/);
    await page.waitForTimeout(300);
    assert.equal(await group.getAttribute("open"), null);
    await page.context().close();
  });

  test("on a phone the filters open over the page and give the focus back", async () => {
    const page = await open("/people?q=beleid", { viewport: phone })();
    const button = page.locator("[data-opens-sheet]");
    assert.ok(!(await page.isVisible("#filters")));
    await button.click();
    assert.ok(await page.isVisible("#filters"));
    assert.ok(await page.evaluate(() => document.querySelector("header").inert));
    await page.locator("#filters input[name=availability]").first().evaluate((box) => box.closest("details").setAttribute("open", ""));
    await page.locator("#filters input[name=availability]").first().check();
    await page.waitForURL(/availability=/);
    await page.locator(".plein-filters__apply button").click();
    assert.ok(!(await page.isVisible("#filters")));
    assert.equal(await page.evaluate(() => document.activeElement.dataset.opensSheet), "filters");
    assert.ok((await page.locator(results).count()) > 0);
    await button.click();
    await page.keyboard.press("Escape");
    assert.ok(!(await page.isVisible("#filters")));
    await page.context().close();
  });

  test("no connection: what was found stays, and a sentence says what happened", async () => {
    const page = await open("/people?q=omgevingswet")();
    const count = await page.locator(results).count();
    await page.context().setOffline(true);
    await page.fill("#q", "stikstof");
    await page.waitForSelector("#toasts .plein-toast");
    assert.match(await page.textContent("#toasts"), /Probeer het opnieuw/);
    assert.equal(await page.locator(results).count(), count);
    await page.context().setOffline(false);
    await page.fill("#q", "stikstofdepositie");
    await page.waitForURL(/q=stikstofdepositie/);
    await page.context().close();
  });

  test("without script: search, narrow, let go, open the profile", async () => {
    const page = await open("/people", { script: false })();
    await page.fill("#q", "omgevingswet");
    await page.click(".plein-search__button");
    await page.waitForURL(/q=omgevingswet/);
    const all = await page.textContent(".plein-results__count");
    await page.locator("#filters input[name=place]").first().check();
    await page.click(".plein-filters__apply button");
    await page.waitForURL(/place=/);
    assert.notEqual(await page.textContent(".plein-results__count"), all);
    await page.locator(".plein-filters__chosen a").first().click();
    assert.equal(await page.textContent(".plein-results__count"), all);
    await page.locator(".plein-person__name a").first().click();
    await page.waitForURL(/\/people\/[0-9a-f-]{36}/);
    await page.locator(".plein-back a").click();
    assert.equal(await page.inputValue("#q"), "omgevingswet");
    await page.context().close();
  });

  test("nobody found: the page says what to try, and one click tries it", async () => {
    const page = await open("/people?q=omgevingswet&place=Nergens")();
    await page.click("text=Zoek zonder het filter Nergens");
    await page.waitForSelector(results);
    await page.context().close();
  });
}

function focused(page) {
  return page.evaluate(() => document.activeElement.id);
}
