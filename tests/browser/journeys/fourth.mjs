// An administrator connects a fourth organisation: a process of its own, set up by the address that its first start
// prints, connected by two administrators who compare eight words.
import assert from "node:assert/strict";
import { test } from "node:test";
import { connect, setUp, startOrganisation } from "../lib/organisation.mjs";
import { eventually } from "../lib/pages.mjs";

export default function fourth(world) {
  test("a fourth organisation is set up, asks, is checked, approved, and finds colleagues", { timeout: 240_000 }, async () => {
    const utrecht = world().organisation("utrecht");
    const zwolle = await startOrganisation("zwolle", "Gemeente Zwolle");
    try {
      const page = await setUp(world(), zwolle, { name: "Thijs Wolters", email: "thijs.wolters@zwolle.example" });
      const admin = await world().page(utrecht, utrecht.admin);
      const words = await connect(page, "Gemeente Zwolle", admin, utrecht);
      assert.equal(words.length, 8);
      const peer = new URL(page.url()).pathname;
      await eventually(page, peer, async () => page.getByText(/\d+ collega’s die hier te vinden zijn/).count());
      await eventually(page, "/people?q=omgevingsplan", async () =>
        page.locator("#results .plein-person", { hasText: "Gemeente Utrecht" }).count(),
      );
      await admin.context().close();
      await page.context().close();
    } finally {
      await zwolle.stop();
    }
  });
}
