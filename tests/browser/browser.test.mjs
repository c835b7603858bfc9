// One demonstration and one browser for all journeys. A journey is a file in journeys/ whose default export is given
// the world and the test context.
import { readdir } from "node:fs/promises";
import { after, before, describe } from "node:test";
import { openWorld } from "./lib/world.mjs";

const only = process.env.PLEIN_JOURNEY;
const here = new URL("./journeys/", import.meta.url);
const names = (await readdir(here)).filter((name) => name.endsWith(".mjs") && (!only || name.startsWith(only))).sort();
const world = {};

before(async () => {
  world.now = await openWorld();
}, { timeout: 420_000 });

after(() => world.now?.close());

for (const name of names) {
  const { default: journey } = await import(new URL(name, here));
  describe(name.replace(".mjs", ""), { timeout: 1_200_000 }, () => journey(() => world.now));
}
