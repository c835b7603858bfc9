// A closed network of Utrecht with colleagues of all three organisations, each in the browser of his own: earlier content
// and a protected file for whoever is let in and for nobody else; a question of Gelderland answered in The Hague; a report
// from Gelderland handled in Utrecht.
import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually, fetched, press, submit } from "../lib/pages.mjs";

export default function across(world) {
  const at = (name) => world().organisation(name);

  test("a closed network spans three organisations", { timeout: 400_000 }, async () => {
    const of = (name, number) => world().page(at(name), at(name).people[number]);
    const [owner, bram, anouk, outsider] = [await of("utrecht", 0), await of("gelderland", 0), await of("minbzk", 0), await of("gelderland", 1)];
    const name = "Proef met drie organisaties";

    await owner.goto("/groups/new");
    await owner.fill("[name=name]", name);
    await owner.check("[name=join][value=request]");
    await owner.check("[name=listed][value=network]");
    await owner.check("[name=content][value=group]");
    await submit(owner, "#form");
    const home = new URL(owner.url()).pathname;
    await owner.goto(`${home}/new?kind=discussion`);
    await owner.fill("[name=title]", "Van voor jullie kwamen");
    await owner.fill("[name=body]", "Alleen voor ons.");
    await owner.setInputFiles("[data-pick]", { name: "afspraken.txt", mimeType: "text/plain", buffer: Buffer.from("Wij spreken af.") });
    await owner.waitForSelector("input[type=hidden][name=files]", { state: "attached" });
    await press(owner, "publish");
    const file = await owner.getAttribute('main a[href^="/files/"]', "href");

    // Each finds it at his own organisation, and asks there.
    const there = {};
    for (const [who, page] of [["gelderland", bram], ["minbzk", anouk]]) {
      there[who] = await eventually(page, `/groups?q=${encodeURIComponent("Proef met drie")}`, async () => {
        const link = page.locator("main a", { hasText: name }).first();
        return (await link.count()) ? link.getAttribute("href") : null;
      });
      await page.goto(`${there[who]}/join`);
      await page.fill("[name=answer]", "Voor mijn werk.");
      await submit(page, "#form");
    }
    for (let admitted = 0; admitted < 2; admitted += 1) {
      await eventually(owner, `${home}/manage`, async () => owner.locator("button[value=admit]").count());
      await Promise.all([owner.waitForNavigation(), owner.locator("button[value=admit]").first().click()]);
    }
    assert.match(await owner.textContent("main"), /3 leden/);

    // What was there before is there for them, the file too; for their colleague there is nothing, by any address.
    const earlier = await eventually(bram, there.gelderland, async () => linkTo(bram, "Van voor jullie kwamen"));
    await bram.goto(earlier);
    const copy = await eventually(bram, earlier, async () => {
      const link = bram.locator('main a[href^="/files/"]').first();
      if (!(await link.count())) return null;
      const href = await link.getAttribute("href");
      return (await fetched(bram, href)).status === 200 ? href : null;
    });
    assert.equal((await fetched(bram, copy)).text, "Wij spreken af.");
    await outsider.goto("/");
    for (const path of [earlier, copy, `${earlier}/revisions`, `/api/v1${earlier}`]) {
      const { status } = await fetched(outsider, path);
      assert.ok([401, 404].includes(status), `${path} answered ${status}`);
    }
    const stranger = await world().page(at("utrecht"));
    await stranger.goto("/");
    assert.equal((await fetched(stranger, file)).status, 404);

    // Asked in Arnhem, answered in The Hague, accepted in Arnhem.
    await bram.goto(`${there.gelderland}/new?kind=question`);
    await bram.fill("[name=title]", "Wie heeft hier een voorbeeld van?");
    await press(bram, "publish");
    const question = new URL(bram.url()).pathname;
    const asked = await eventually(anouk, there.minbzk, async () => linkTo(anouk, "Wie heeft hier een voorbeeld van?"));
    await anouk.goto(asked);
    await anouk.fill("[name=body]", "Ik, ik stuur het je.");
    await submit(anouk, "#comment-form");
    await eventually(bram, question, async () => bram.locator(`form[action="${question}/accept"]`).count());
    await submit(bram, `form[action="${question}/accept"]`);
    await eventually(anouk, asked, async () => anouk.locator("#accepted").count());

    // Reported in Arnhem, handled in Utrecht, gone everywhere.
    await anouk.goto(`${there.minbzk}/new?kind=status`);
    await anouk.fill("[name=body]", "Koop nu twee voor één.");
    await press(anouk, "publish");
    const offer = await eventually(bram, there.gelderland, async () => linkTo(bram, "Koop nu twee voor"));
    await bram.goto(`${offer}/report`);
    await bram.check("[name=reason][value=spam]");
    await submit(bram, "#form");
    const decide = await eventually(owner, `${home}/manage`, async () => {
      const link = owner.locator('main a[href$="/moderate"]').first();
      return (await link.count()) ? link.getAttribute("href") : null;
    });
    await owner.goto(decide);
    await owner.fill("[name=reason]", "Reclame hoort hier niet.");
    await Promise.all([owner.waitForNavigation(), owner.locator("main button[value=remove]").first().click()]);
    await eventually(bram, there.gelderland, async () => !(await linkTo(bram, "Koop nu twee voor")));

    for (const page of [owner, bram, anouk, outsider, stranger]) await page.context().close();
  });

  async function linkTo(page, words) {
    const link = page.locator('main a[href^="/items/"]', { hasText: words }).first();
    return (await link.count()) ? link.getAttribute("href") : null;
  }
}
