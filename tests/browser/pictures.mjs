// Makes the pictures of the README from the demonstration: `node pictures.mjs` in this folder.
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { desktop, phone } from "./lib/browser.mjs";
import { openWorld } from "./lib/world.mjs";

const folder = fileURLToPath(new URL("../../docs/pictures/", import.meta.url));
await mkdir(folder, { recursive: true });
const world = await openWorld();
try {
  const utrecht = world.organisation("utrecht");
  for (const [suffix, viewport] of [["wide", desktop], ["phone", phone]]) {
    const page = await world.page(utrecht, utrecht.people[0], { viewport });
    await page.goto("/people?q=stikstof");
    await page.screenshot({ path: `${folder}search-${suffix}.png` });
    await page.locator("#results .plein-person a").first().click();
    await page.waitForURL(/\/people\/[0-9a-f-]{36}/);
    await page.screenshot({ path: `${folder}profile-${suffix}.png` });
  }
  const admin = await world.page(utrecht, utrecht.admin);
  await admin.goto("/admin/peers");
  await admin.screenshot({ path: `${folder}peers-wide.png` });
} finally {
  await world.close();
}
