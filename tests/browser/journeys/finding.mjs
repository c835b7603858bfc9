// The page of colleagues as a place to be: by keyboard alone, as a screen reader tells it, and in one hand on a phone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { phone } from "../lib/browser.mjs";
import { isFold, namelessAndAlike, Told, treeOf } from "../lib/tree.mjs";

const results = "#results .plein-person";

export default function finding(world) {
  const open = async (path, options) => {
    const utrecht = world().organisation("utrecht");
    const page = await world().page(utrecht, utrecht.people[0], options);
    await page.goto(path);
    return page;
  };

  test("by keyboard alone: type, pick, narrow, walk, open, and come back to where one was", async () => {
    const page = await open("/people");
    await fieldHasFocus(page);
    await page.keyboard.type("omgevingsw", { delay: 20 });
    await page.waitForSelector("#q-offered [role=option]");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/subjects\?uri=/);
    await tabTo(page, (focused) => focused.matches("#main a[href^='/people?skill=']"));
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/people\?skill=/);
    const before = await page.textContent("#results-count");
    await tabTo(page, (focused) => focused.matches("#filters input[name=organisation]"));
    const box = await page.evaluate(() => document.activeElement.id);
    await page.keyboard.press("Space");
    await page.waitForURL(/organisation=/);
    await page.waitForFunction((count) => document.getElementById("results-count").textContent !== count, before);
    assert.equal(await page.evaluate(() => document.activeElement.id), box, "the focus stays on the box");
    await page.keyboard.press("Space");
    await page.waitForFunction((count) => document.getElementById("results-count").textContent === count, before);

    await page.keyboard.press("/");
    for (let step = 0; step < 6; step += 1) await page.keyboard.press("ArrowDown");
    const left = await where(page);
    assert.ok(left.scrolled > 200, "far down the list");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/people\/[0-9a-f-]{36}/);
    assert.match(await page.textContent("h1"), new RegExp(left.name));
    await page.goBack();
    await page.waitForFunction((name) => document.activeElement.textContent === name, left.name);
    const back = await where(page);
    assert.ok(Math.abs(back.scrolled - left.scrolled) < 3, `scrolled to ${back.scrolled} instead of ${left.scrolled}`);

    await page.keyboard.press("Enter");
    await page.waitForURL(/\/people\/[0-9a-f-]{36}/);
    await tabTo(page, (focused) => focused.closest(".plein-back"));
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/people\?skill=/);
    await page.waitForFunction((name) => document.activeElement.textContent === name, left.name);
    assert.ok((await where(page)).isInView, "by the link of the page too");
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });

  for (const options of [{}, { language: "en" }, { viewport: phone }]) {
    const shape = options.language ?? (options.viewport ? "on a phone" : "nl");
    test(`what a screen reader has of the page (${shape})`, async () => {
      const page = await open("/people?q=stikstof", options);
      const tree = await treeOf(page);
      assert.deepEqual(namelessAndAlike(tree), []);
      assert.equal(tree.all("heading").filter(({ level }) => level === 1).length, 1);
      for (const landmark of ["banner", "main", "contentinfo", "search"]) assert.equal(tree.all(landmark).length, 1, landmark);
      assert.ok(tree.all("navigation").length > 0);

      const count = /^\d+ (collega’s gevonden|colleagues found)$/;
      const shown = await page.locator(results).count();
      const list = tree.one("list", count);
      const rows = list.root.below.filter(({ role }) => role === "listitem").map((row) => new Told(row));
      assert.equal(rows.length, shown);
      for (const row of rows) assert.equal(row.all("heading").filter(({ level }) => level === 3).length, 1);
      const why = rows.flatMap((row) => row.all("list").filter(({ name }) => /^(Waarom je .+ ziet|Why you see .+)$/.test(name)));
      assert.ok(why.length >= shown / 2, "most rows say why");
      const sentences = why.flatMap((reasons) => new Told(reasons).all("listitem").map((one) => new Told(one).text()));
      for (const sentence of sentences) assert.match(sentence, /^(\d+ )?\p{L}[^]{8,}$/u);
      assert.ok(sentences.some((one) => /^\d+ (geaccepteerde? antwoord(en)? over|accepted answers? about) stikstof, .+(geleden|ago): \S/.test(one)), sentences.join("\n"));
      await page.context().close();
    });
  }

  test("the pages around it have one heading on top, and no name is missing or stands for two things", async () => {
    const page = await open("/people?q=stikstof");
    const profile = await page.locator(`${results} a`).first().getAttribute("href");
    const searches = ["/people", "/people?q=xyzzyplugh", "/search", "/search?q=stikstof", "/search?q=xyzzyplugh", "/people/saved"];
    for (const path of [...searches, "/suggestions", "/inquiries", profile]) {
      await page.goto(path);
      const tree = await treeOf(page);
      assert.deepEqual(namelessAndAlike(tree), [], path);
      assert.equal(tree.all("heading").filter(({ level }) => level === 1).length, 1, path);
    }
    await page.context().close();
  });

  test("filters are groups, and a box tells how many it keeps", async () => {
    const page = await open("/people?q=beleid");
    const filters = (await treeOf(page)).one("group", "Filters");
    const groups = filters.all("group").filter((one) => one !== filters.root && !isFold(one));
    assert.ok(groups.length > 2);
    assert.equal(new Set(groups.map(({ name }) => name)).size, groups.length, "each of its own name");
    const boxes = groups.flatMap((group) => new Told(group).all("checkbox"));
    assert.ok(boxes.length > 3);
    for (const { name } of boxes) assert.match(name, /^\S.* \(\d+ collega’s?\)$/);
    await page.context().close();
  });

  test("the count is told once when one has typed, and not on the way", async () => {
    const page = await open("/people");
    await page.evaluate(() => {
      window.told = [];
      const live = document.getElementById("live");
      new MutationObserver(() => live.textContent && window.told.push(live.textContent)).observe(live, { childList: true, characterData: true, subtree: true });
    });
    await fieldHasFocus(page);
    await page.keyboard.type("omgevingsvergunning", { delay: 60 });
    await page.waitForSelector(results);
    await page.waitForFunction(() => window.told.length > 0);
    await page.waitForTimeout(1_500);
    const told = await page.evaluate(() => window.told);
    assert.equal(told.filter((sentence) => /gevonden/.test(sentence)).length, 1, told.join(" | "));
    assert.ok(told.at(-1).includes((await page.textContent("#results-count")).trim()));
    await page.context().close();
  });

  test("on a phone: the answer at once, what is chosen in sight, and the question never far", async () => {
    const page = await open("/people?q=beleid", { viewport: phone });
    const bottom = await page.evaluate(() => document.querySelector(".plein-nav").getBoundingClientRect().top);
    assert.ok((await page.locator(results).first().boundingBox()).y < bottom - 100, "the first colleague is on the first screen");
    for (const main of [".plein-filters__open", ".plein-search__button", "#q"]) {
      const { width, height } = await page.locator(main).first().boundingBox();
      assert.ok(width >= 44 && height >= 44, `${main} is ${width}×${height}`);
    }
    const button = page.locator(".plein-filters__open");
    const name = async () => (await treeOf(page)).all("button").map(({ name }) => name).find((name) => name.startsWith("Filters"));
    assert.equal(await name(), "Filters");
    await button.click();
    await page.locator("#filters input[name=organisation]").first().check();
    await page.waitForURL(/organisation=/);
    await page.locator(".plein-filters__apply button").click();
    await page.waitForFunction(() => document.getElementById("filters-chosen").textContent.includes("1"));
    assert.equal(await name(), "Filters (1 gekozen)");
    await page.locator(results).last().scrollIntoViewIfNeeded();
    const field = await page.locator("#q").boundingBox();
    assert.ok(field.y > 0 && field.y < 200, "the question is still in view");
    await page.evaluate(() => scrollTo(0, 0));
    const chip = page.locator(".plein-filters__chosen a").first();
    assert.ok((await chip.boundingBox()).height >= 24);
    await chip.click();
    await page.waitForURL((url) => !url.search.includes("organisation="));
    assert.equal((await page.textContent("#filters-chosen")).trim(), "");
    await page.context().close();
  });

  test("nobody found: what may be meant, one filter less, the whole country, and what was written", async () => {
    const page = await open("/people?q=omgevingsxyzzy&place=Nergens&unit=Niets");
    const empty = page.locator(".plein-empty");
    assert.match(await empty.innerText(), /Bedoel je misschien: .*omgevings/i);
    for (const words of ["Zoek zonder het filter Nergens", "Zoek bij alle organisaties", "Kijk wat erover geschreven is", "Stel je vraag in een netwerk"]) {
      assert.equal(await empty.getByRole("link", { name: words }).count(), 1, words);
    }
    await empty.getByRole("link", { name: /omgevings/i }).first().click();
    await page.waitForURL(/\/subjects\?uri=/);
    await page.context().close();
  });
}

/** The page begins there by itself. */
function fieldHasFocus(page) {
  return page.waitForFunction(() => document.activeElement.id === "q");
}

/** Presses Tab until something of this kind has the focus. */
async function tabTo(page, isIt) {
  for (let press = 0; press < 80; press += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(`Boolean((${isIt})(document.activeElement))`)) return;
  }
  throw new Error(`Tab never comes to ${isIt}`);
}

/** What has the focus, and how far the page is scrolled. */
function where(page) {
  return page.evaluate(async () => {
    // Scrolling to what has the focus takes a frame.
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
    const { top, bottom } = document.activeElement.getBoundingClientRect();
    return { name: document.activeElement.textContent, scrolled: scrollY, isInView: top >= 0 && bottom <= innerHeight };
  });
}
