// An answer given in a closed network: it lifts whoever gave it, for its members at every organisation and for nobody else.
import assert from "node:assert/strict";
import { test } from "node:test";

const subject = "noodstroom";
const whoAnswered = "Aylin Korkmaz";
const members = [["utrecht", "youssef"], ["gelderland", "bram"], ["minbzk", "ruben"]];
const others = [["utrecht", "sanne"], ["gelderland", "marit"], ["minbzk", "joris"]];

export default function evidence(world) {
  const signedIn = (organisation, name, options) => {
    const there = world().organisation(organisation);
    const who = [there.admin, ...there.people].find(({ login }) => login.startsWith(`${name}.`));
    return world().page(there, who, options);
  };

  for (const [organisation, name] of members) {
    test(`a member at ${organisation} finds her among the first three, with the reason, and opens the answer`, async () => {
      const page = await signedIn(organisation, name);
      await page.goto(`/people?q=${subject}`);
      const first = page.locator("#results .plein-person").filter({ has: page.getByRole("heading", { name: whoAnswered }) });
      const place = (await page.locator("#results .plein-person__name").allInnerTexts()).indexOf(whoAnswered);
      assert.ok(place >= 0 && place < 3, `at place ${place + 1}`);
      assert.match(await first.locator(".plein-reasons").innerText(), new RegExp(`1 geaccepteerd antwoord over ${subject}, .*geleden: Noodstroom`));
      assert.ok(!(await first.locator(".plein-person__skills").innerText()).toLowerCase().includes(subject), "her profile does not name it");
      await first.locator(".plein-reasons a").first().click();
      await page.waitForURL(/\/items\/[0-9a-f-]{36}#comment-/);
      assert.match(await page.textContent("h1"), /^\s*Noodstroom/);
      const answer = page.locator(new URL(page.url()).hash);
      assert.ok(await answer.isVisible());
      assert.match(await answer.innerText(), new RegExp(`${whoAnswered}[^]*aansluitpunt`));
      assert.deepEqual(page.faults, []);
      await page.context().close();
    });
  }

  for (const [organisation, name] of others) {
    test(`for a colleague at ${organisation} who is no member there is nothing of it`, async () => {
      const page = await signedIn(organisation, name);
      await page.goto(`/people?q=${subject}`);
      const names = await page.locator("#results .plein-person__name").allInnerTexts();
      assert.ok(!names.includes(whoAnswered), names.join(", "));
      const told = await page.textContent("main");
      assert.doesNotMatch(told, /antwoord over|Noodstroom:|aansluitpunt/);
      const heading = page.locator(".plein-results__count");
      const counted = (await heading.count()) > 0 ? parseInt(await heading.innerText(), 10) : 0;
      assert.equal(counted, names.length, "nobody is counted who is not shown");
      await page.goto(`/search?q=${subject}`);
      assert.equal(await page.locator("#results .plein-feed__item").count(), 0);
      // By her name she is found by everybody, and nothing tells of the answer.
      await page.goto(`/people?q=${encodeURIComponent(whoAnswered)}`);
      const row = page.locator("#results .plein-person").first();
      assert.equal(await row.locator(".plein-person__name").innerText(), whoAnswered);
      assert.ok(!(await row.innerText()).toLowerCase().includes(subject));
      await page.context().close();
    });
  }
}
