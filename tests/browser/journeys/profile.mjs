// Working on one's own profile: what changes in place keeps the focus and is told, and a withdrawal can be taken back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { violations } from "../lib/axe.mjs";

export default function profile(world) {
  const open = async (path, options) => {
    const utrecht = world().organisation("utrecht");
    const page = await world().page(utrecht, utrecht.people[1], options);
    await page.goto(path);
    return page;
  };

  test("a field is changed where it stands, and the focus stays with it", async () => {
    const page = await open("/profile");
    await page.focus("#field-place .plein-own__tools a");
    await page.keyboard.press("Enter");
    await page.waitForSelector("form#field-place");
    await page.waitForFunction(() => document.activeElement.id === "place");
    assert.deepEqual(await violations(page), []);
    const before = await page.inputValue("#place");
    await page.fill("#place", "Zuilen");
    await page.keyboard.press("Enter");
    await page.waitForSelector("div#field-place");
    await page.waitForFunction(() => document.activeElement.closest("#field-place"));
    assert.match(await page.textContent("#field-place"), /Zuilen/);
    await page.goto("/profile/fields/place");
    await page.fill("#place", before);
    await page.click("main form [type=submit]");
    await page.context().close();
  });

  test("subjects are added, moved, removed and put back without losing one's place", async () => {
    const page = await open("/profile/skills");
    const rows = page.locator(".plein-skill-row");
    const count = await rows.count();
    await page.locator("#q").pressSequentially("archief");
    await page.locator("#suggestions button").first().focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction((n) => document.querySelectorAll(".plein-skill-row").length === n, count + 1);
    await told(page, new RegExp(`plaats ${count + 1} van ${count + 1}`));
    assert.equal(await page.evaluate(() => document.activeElement.id), "q");
    assert.equal(await page.inputValue("#q"), "");
    await rows.last().locator("[id^=up-]").click();
    await told(page, new RegExp(`plaats ${count} van`));
    assert.match(await page.evaluate(() => document.activeElement.id), /^up-/);
    await rows.nth(count - 1).locator("[id^=remove-]").click();
    await told(page, /is uit je lijst/);
    assert.equal(await page.evaluate(() => document.activeElement.textContent.trim()), "Ongedaan maken");
    await page.keyboard.press("Enter");
    await page.waitForFunction((n) => document.querySelectorAll(".plein-skill-row").length === n, count + 1);
    await rows.nth(count - 1).locator("[id^=remove-]").click();
    await page.waitForFunction((n) => document.querySelectorAll(".plein-skill-row").length === n, count);
    await page.context().close();
  });

  test("a step that is not answered leaves the list as it was, and can be taken again", async () => {
    const page = await open("/profile/skills");
    const count = await page.locator(".plein-skill-row").count();
    await page.route("**/profile/skills", (route) => route.fulfill({ status: 503, contentType: "text/html", body: "<section>even niet</section>" }));
    const down = page.locator("[id^=down-]").first();
    await down.click();
    await page.waitForSelector("#toasts .plein-toast");
    assert.equal(await page.locator(".plein-skill-row").count(), count);
    await page.unroute("**/profile/skills");
    await down.click();
    await told(page, /staat nu op plaats 2 van/);
    await page.locator("[id^=up-]").nth(1).click();
    await told(page, /staat nu op plaats 1 van/);
    await page.context().close();
  });

  for (const script of [true, false]) {
    test(`a withdrawal is undone with one press, ${script ? "with" : "without"} script`, async () => {
      const page = await open("/profile/consent", { script });
      await page.check("[name=scope][value=network]");
      await page.locator("main form [type=submit]").last().click();
      await page.check("[name=scope][value=none]");
      await page.locator("main form [type=submit]").last().click();
      await page.getByText("Niemand vindt je meer.").waitFor();
      await page.getByRole("button", { name: "Ongedaan maken" }).click();
      await page.getByText("Ook collega’s van verbonden organisaties kunnen je nu vinden.").waitFor();
      assert.ok(await page.isChecked("[name=scope][value=network]"));
      await page.context().close();
    });
  }

  function told(page, sentence) {
    return page.waitForFunction((words) => new RegExp(words).test(document.getElementById("live").textContent), sentence.source);
  }
}
