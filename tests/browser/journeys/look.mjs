// Choices of how it looks, the house styles, and what a keyboard meets on every page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { sideways } from "../lib/axe.mjs";
import { phone } from "../lib/browser.mjs";

const paint = (page, selector, property) =>
  page.evaluate(([s, p]) => getComputedStyle(document.querySelector(s))[p], [selector, property]);

export default function look(world) {
  test("the three organisations look different", async () => {
    const seen = new Set();
    for (const name of ["minbzk", "utrecht", "gelderland"]) {
      const page = await world().page(world().organisation(name));
      await page.goto("/toegankelijkheid");
      const mark = await page.getAttribute(".plein-header__mark", "src");
      seen.add(`${mark} ${await paint(page, ".plein-header", "borderTopColor")}`);
      await page.context().close();
    }
    assert.equal(seen.size, 3);
  });

  for (const script of [true, false]) {
    test(`language and darkness are chosen and last, ${script ? "with" : "without"} script`, async () => {
      const page = await world().page(world().organisation("utrecht"), undefined, { script });
      await page.goto("/help");
      const light = await paint(page, "html", "backgroundColor");
      await page.click("footer button[value=dark]");
      assert.notEqual(await paint(page, "html", "backgroundColor"), light);
      await page.click("footer button[value=en]");
      assert.equal(await page.getAttribute("html", "lang"), "en");
      await page.goto("/toegankelijkheid");
      assert.equal(await page.textContent("h1"), "Accessibility");
      assert.notEqual(await paint(page, "html", "backgroundColor"), light);
      await page.context().close();
    });
  }

  test("the keys are shown by ? and can be switched off", async () => {
    const page = await world().page(world().organisation("utrecht"));
    await page.goto("/help");
    await page.keyboard.press("?");
    assert.ok(await page.isVisible("#shortcuts"));
    await page.keyboard.press("Escape");
    assert.ok(!(await page.isVisible("#shortcuts")));
    await page.click("button[name=shortcuts]");
    await page.waitForSelector("html[data-shortcuts=off]");
    await page.keyboard.press("?");
    assert.ok(!(await page.isVisible("#shortcuts")));
    await page.context().close();
  });

  test("the first Tab offers to skip to the content", async () => {
    const page = await world().page(world().organisation("utrecht"));
    await page.goto("/help");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("href")), "#main");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "main");
    await page.context().close();
  });

  test("the skip link is gone the moment the focus leaves it", async () => {
    const page = await world().page(world().organisation("utrecht"));
    await page.goto("/help");
    assert.ok((await page.evaluate(skipLinkAfterFocus)) <= 0);
    await page.context().close();
  });

  test("the menu of a person opens, and Escape closes it and gives the focus back", async () => {
    const utrecht = world().organisation("utrecht");
    const page = await world().page(utrecht, utrecht.people[0]);
    await page.goto("/help");
    await page.focus(".plein-menu summary");
    await page.keyboard.press("Enter");
    assert.ok(await page.isVisible(".plein-menu__panel"));
    await page.keyboard.press("Tab");
    await page.keyboard.press("Escape");
    assert.ok(!(await page.isVisible(".plein-menu__panel")));
    assert.equal(await page.evaluate(() => document.activeElement.tagName), "SUMMARY");
    await page.context().close();
  });

  for (const [where, options] of [["a desktop", {}], ["a phone", { viewport: phone }]]) {
    test(`on ${where} nothing that has the focus hides behind the bars`, async () => {
      const utrecht = world().organisation("utrecht");
      const page = await world().page(utrecht, utrecht.people[0], options);
      await page.goto("/people?q=beleid");
      for (let press = 0; press < 60; press += 1) {
        await page.keyboard.press("Tab");
        assert.equal(await page.evaluate(hiddenFocus), null);
      }
      await page.context().close();
    });
  }

  test("the rows of a table stand below each other on a phone, and fit on every screen", async () => {
    const utrecht = world().organisation("utrecht");
    for (const width of [320, 360, 600, 800, 900, 1000, 1280]) {
      const page = await world().page(utrecht, utrecht.admin, { viewport: { width, height: 800 } });
      for (const path of ["/admin/peers", "/admin/accounts", "/admin/audit", "/settings/tokens"]) {
        await page.goto(path);
        assert.deepEqual(await page.evaluate(overlappingCells), [], `${path} at ${width}`);
        assert.ok((await sideways(page)) <= 0, `${path} scrolls sideways at ${width}`);
      }
      await page.context().close();
    }
  });

  test("a choice from a list looks like one", async () => {
    const utrecht = world().organisation("utrecht");
    const page = await world().page(utrecht, utrecht.people[0]);
    await page.goto("/profile/edit");
    assert.match(await paint(page, "select.utrecht-select", "backgroundImage"), /gradient/);
    await page.context().close();
  });

  test("without the stylesheet the icons stay small and words stay apart", async () => {
    const utrecht = world().organisation("utrecht");
    const page = await world().page(utrecht, utrecht.people[0]);
    await page.context().route("**/*.css", (route) => route.abort());
    await page.goto("/people?q=stikstof");
    assert.deepEqual(await page.evaluate(largeIcons), []);
    const where = await page.locator(".plein-person__where").first();
    const parts = await where.locator("> span").allTextContents();
    assert.ok(parts.length > 1);
    assert.ok(!(await where.innerText()).includes(parts[0] + parts[1].trim()));
    await page.context().close();
  });

  test("on a small target there is room for a finger", async () => {
    const utrecht = world().organisation("utrecht");
    const page = await world().page(utrecht, utrecht.people[0], { viewport: phone });
    await page.goto("/people?q=beleid");
    assert.deepEqual(await page.evaluate(smallTargets), []);
    await page.context().close();
  });
}

/** Where the skip link ends, read at once after the focus moved on from it: not above zero when it is out of sight. */
async function skipLinkAfterFocus() {
  const link = document.querySelector(".nl-skip-link");
  const frame = () => new Promise(requestAnimationFrame);
  link.focus();
  await frame();
  await frame();
  document.querySelector("header a").focus();
  return link.getBoundingClientRect().bottom;
}

/** The focused element when something else lies over its middle. */
function hiddenFocus() {
  const focused = document.activeElement;
  if (focused === document.body) return null;
  const box = focused.getBoundingClientRect();
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 12));
  const isSeen = !top || focused.contains(top) || top.contains(focused) || top.closest("label")?.contains(focused);
  return isSeen ? null : `${focused.outerHTML.slice(0, 120)} under ${top.outerHTML.slice(0, 120)}`;
}

/** Cells of a table whose words lie over those of the next. */
function overlappingCells() {
  const cells = [...document.querySelectorAll("tbody :is(td, th)")].filter((cell) => cell.checkVisibility());
  const spills = (cell) => [...cell.children].some((part) => part.getBoundingClientRect().bottom > cell.getBoundingClientRect().bottom + 1);
  return cells.filter(spills).map((cell) => cell.outerHTML.slice(0, 90));
}

function largeIcons() {
  const icons = [...document.querySelectorAll("svg")];
  return icons.filter((icon) => icon.getBoundingClientRect().width > 40).map((icon) => icon.outerHTML.slice(0, 90));
}

/** Controls under 24 by 24 pixels, links within a sentence left out as WCAG 2.5.8 does. */
function smallTargets() {
  const controls = document.querySelectorAll("a[href], button, summary, input:not([type=hidden]), select");
  return [...controls]
    .filter((control) => control.checkVisibility() && getComputedStyle(control).display !== "inline")
    .map((control) => [control, (control.closest("label") ?? control).getBoundingClientRect()])
    .filter(([, box]) => box.width > 0 && (box.width < 24 || box.height < 24))
    .map(([control, box]) => `${Math.round(box.width)}×${Math.round(box.height)} ${control.outerHTML.slice(0, 90)}`);
}
