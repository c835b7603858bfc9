// What is offered while somebody types in a search field: with the keyboard, with a screen reader's eyes, and on a narrow phone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { faultsOf } from "../lib/axe.mjs";
import { narrow } from "../lib/browser.mjs";

const list = "#q-offered";
const option = `${list} [role=option]`;

export default function typing(world) {
  const open = async (path, options) => {
    const utrecht = world().organisation("utrecht");
    const page = await world().page(utrecht, utrecht.people[0], options);
    await page.goto(path);
    return page;
  };

  test("subjects, colleagues and organisations are offered in groups, and Enter goes to the chosen one", async () => {
    const page = await open("/people");
    await page.type("#q", "omgevingsw", { delay: 20 });
    await page.waitForSelector(option);
    assert.equal(await page.getAttribute("#q", "role"), "combobox");
    assert.equal(await page.getAttribute("#q", "aria-expanded"), "true");
    assert.equal(await page.getAttribute(list, "role"), "listbox");
    assert.ok(await page.isVisible(`${list} [role=group][aria-label=Onderwerpen]`));
    await page.waitForFunction(() => /suggestie/.test(document.getElementById("live").textContent));
    await page.keyboard.press("ArrowDown");
    const chosen = await page.getAttribute("#q", "aria-activedescendant");
    assert.equal(await page.getAttribute(`#${chosen}`, "aria-selected"), "true");
    assert.equal(await page.evaluate(() => document.activeElement.id), "q", "the focus stays in the field");
    assert.deepEqual(await faultsOf(page), []);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/subjects\?uri=/);
    assert.match(await page.textContent("h1"), /omgevingswet/i);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });

  test("nothing chosen searches, Escape closes, Home and End stay in the text", async () => {
    const page = await open("/people");
    await page.type("#q", "omgeving", { delay: 20 });
    await page.waitForSelector(option);
    await page.keyboard.press("ArrowUp");
    const last = page.locator(option).last();
    assert.equal(await last.getAttribute("aria-selected"), "true", "up from the field is the last one");
    await page.keyboard.press("Home");
    assert.equal(await page.evaluate(() => document.activeElement.selectionStart), 0);
    await page.keyboard.press("End");
    await page.keyboard.press("Escape");
    assert.ok(!(await page.isVisible(list)));
    assert.equal(await page.inputValue("#q"), "omgeving", "what was typed stays");
    await page.type("#q", "s", { delay: 20 });
    await page.waitForSelector(option);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/people\?q=omgevings/);
    assert.ok(!(await page.isVisible(list)));
    await page.waitForSelector("#results .plein-person");
    await page.keyboard.press("ArrowDown");
    assert.ok(await page.evaluate(() => document.activeElement.closest("#results")), "with the list closed the arrows walk the results");
    await page.context().close();
  });

  test("from the header to a profile by two letters of a name, with the mouse", async () => {
    const page = await open("/help");
    const name = world().organisation("utrecht").people[1].name;
    await page.type("#header-search", name.slice(0, 5), { delay: 20 });
    const found = page.locator("#header-search-offered [role=option]", { hasText: name }).first();
    await found.waitFor();
    await found.click();
    await page.waitForURL(/\/people\/[0-9a-f-]{36}/);
    assert.match(await page.textContent("h1"), new RegExp(name));
    await page.context().close();
  });

  test("on the narrowest phone the list fits, and an organisation leads to its people", async () => {
    const page = await open("/people", { viewport: narrow });
    await page.type("#q", "gemeente", { delay: 20 });
    const organisation = page.locator(`${list} [role=group][aria-label=Organisaties] [role=option]`).first();
    await organisation.waitFor();
    assert.deepEqual(await faultsOf(page), []);
    await organisation.click();
    await page.waitForURL(/\/people\?organisation=/);
    await page.waitForSelector("#results .plein-person");
    await page.context().close();
  });

  test("without script the field searches as before", async () => {
    const page = await open("/people", { script: false });
    await page.fill("#q", "omgevingswet");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/people\?q=omgevingswet/);
    assert.equal(await page.locator(list).count(), 0);
    await page.context().close();
  });

  test("a subject page is a place: names, kin, colleagues and networks, without a fault", async () => {
    for (const options of [{}, { viewport: narrow, scheme: "dark" }, { language: "en" }]) {
      const page = await open("/people?q=omgevingswet", options);
      await page.locator("#results a[href^='/subjects']").first().click();
      await page.waitForURL(/\/subjects\?uri=/);
      await page.waitForSelector(".plein-person");
      assert.deepEqual(await faultsOf(page), []);
      await page.context().close();
    }
  });
}
