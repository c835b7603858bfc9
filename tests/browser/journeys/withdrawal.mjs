// The reason Plein exists: somebody in Utrecht finds a colleague of Gelderland, reads why, opens the profile; that
// colleague withdraws, and within a minute she is gone in Utrecht. Everything between the two goes over signed HTTP.
import assert from "node:assert/strict";
import { test } from "node:test";

const goneMsMax = 60_000;

export default function withdrawal(world) {
  test("search from Utrecht, open a profile of Gelderland, withdraw there, gone here", async () => {
    const [utrecht, gelderland] = [world().organisation("utrecht"), world().organisation("gelderland")];
    const marit = gelderland.people[0];
    const seeker = await world().page(utrecht, utrecht.people[0]);
    const found = await find(seeker, marit.name);
    assert.match(await found.textContent(), /Provincie Gelderland/, "the origin stands beside the name");
    assert.ok((await found.locator(".plein-reasons li, .plein-person__reasons li").count()) > 0, "it says why");
    await found.getByRole("link", { name: marit.name }).click();
    await seeker.waitForURL(/\/people\/[0-9a-f-]{36}/);
    assert.match(await seeker.textContent("h1"), new RegExp(marit.name));
    const address = seeker.url();

    await choose(gelderland, marit, "none");
    try {
      await gone(seeker, marit.name, address);
    } finally {
      await choose(gelderland, marit, "network");
    }
    await seeker.context().close();
  });

  async function find(page, name) {
    await page.goto("/people?q=stikstof");
    const found = page.locator("#results .plein-person").filter({ hasText: name });
    await found.waitFor();
    return found;
  }

  async function choose(organisation, who, scope) {
    const page = await world().page(organisation, who);
    await page.goto("/profile/consent");
    await page.check(`[name=scope][value=${scope}]`);
    await Promise.all([page.waitForNavigation(), page.click("main form [type=submit]")]);
    await page.context().close();
  }

  async function gone(page, name, address) {
    const begun = Date.now();
    for (;;) {
      await page.goto("/people?q=stikstof");
      const isListed = (await page.locator("#results .plein-person").filter({ hasText: name }).count()) > 0;
      const isOpen = (await page.goto(address)).status() !== 404;
      if (!isListed && !isOpen) return;
      assert.ok(Date.now() - begun < goneMsMax, `${name} is still found after a minute`);
      await page.waitForTimeout(500);
    }
  }
}
