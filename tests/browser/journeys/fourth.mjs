// An administrator connects a fourth organisation: a process of its own, set up by the address that its first start
// prints, connected by two administrators who compare eight words.
import assert from "node:assert/strict";
import { test } from "node:test";
import { startOrganisation } from "../lib/organisation.mjs";

const settled = 30_000;

export default function fourth(world) {
  test("a fourth organisation is set up, asks, is checked, approved, and finds colleagues", { timeout: 240_000 }, async () => {
    const utrecht = world().organisation("utrecht");
    const zwolle = await startOrganisation("zwolle", "Gemeente Zwolle");
    try {
      const page = await setUp(zwolle);
      await page.goto("/admin/peers");
      await page.fill("[name=host]", new URL(utrecht.url).host);
      await Promise.all([page.waitForNavigation(), page.click("main form [type=submit]")]);
      const wordsThere = await words(page);
      assert.equal(wordsThere.length, 8);
      await Promise.all([page.waitForURL(/\/admin\/peers\/[0-9a-f-]{36}/), page.click("main form [type=submit]")]);
      const peer = page.url();

      const admin = await world().page(utrecht, utrecht.admin);
      await eventually(async () => {
        await admin.goto("/admin/peers");
        return (await admin.getByRole("heading", { name: "Gemeente Zwolle" }).count()) === 1;
      });
      await admin.locator(".plein-card", { hasText: "Gemeente Zwolle" }).getByRole("link").click();
      await admin.locator("form[action$='/check'] [type=submit]").click();
      await admin.locator("form[action$='/approve'] [type=submit]").click();
      await admin.getByText("Verbonden sinds").waitFor();

      await eventually(async () => {
        await page.goto(peer);
        return (await page.getByText(/\d+ collega’s die hier te vinden zijn/).count()) === 1;
      });
      await eventually(async () => {
        await page.goto("/people?q=omgevingsplan");
        return (await page.locator("#results .plein-person", { hasText: "Gemeente Utrecht" }).count()) > 0;
      });
      await admin.context().close();
      await page.context().close();
    } finally {
      await zwolle.stop();
    }
  });

  async function setUp(organisation) {
    const page = await world().page({ url: organisation.url });
    await page.goto(organisation.setUpAddress);
    await page.fill("[name=name]", "Thijs Wolters");
    await page.fill("[name=email]", "thijs.wolters@zwolle.example");
    await page.fill("[name=password]", "lantaarn wolkje traag tosti");
    await Promise.all([page.waitForNavigation(), page.click("main form [type=submit]")]);
    return page;
  }

  async function words(page) {
    return page.locator(".plein-words").first().locator("li").allTextContents();
  }

  async function eventually(isSo) {
    const begun = Date.now();
    while (!(await isSo())) {
      assert.ok(Date.now() - begun < settled, `not within ${settled / 1000} s: ${isSo}`);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}
