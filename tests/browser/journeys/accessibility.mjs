// Every page that can be reached, in the shapes people meet it: no fault that axe finds, nothing to scroll sideways,
// nothing our own policy or script complains about.
import assert from "node:assert/strict";
import { test } from "node:test";
import { faultsOf, sideways } from "../lib/axe.mjs";
import { desktop, narrow, phone } from "../lib/browser.mjs";
import { crawl } from "../lib/crawl.mjs";

// axe needs to run in the page, so "without our script" lets it; what really has no script is looked at for its width.
const shapes = [
  { name: "on a desktop", viewport: desktop },
  { name: "on a phone, dark, in English", viewport: phone, scheme: "dark", language: "en" },
  { name: "at 320 pixels without our script", viewport: narrow, block: "**/assets/*.js" },
];
// Reached by typing or by an address in a letter rather than by a link.
const starts = {
  stranger: ["/sign-in", "/nergens", "/_/components"],
  member: ["/", "/search", "/search?q=omgevingswet", "/people", "/people?q=omgevingswet", "/people?q=xyzzyplugh"],
  administrator: ["/admin"],
};

export default function accessibility(world) {
  const utrecht = () => world().organisation("utrecht");
  const people = { stranger: () => undefined, member: () => utrecht().people[0], administrator: () => utrecht().admin };
  for (const [role, who] of Object.entries(people)) {
    let paths;
    test(`the pages of a ${role} can be reached`, async () => {
      const page = await world().page(utrecht(), who());
      const found = await crawl(page, starts[role]);
      paths = found.filter((path) => role !== "administrator" || path.startsWith("/admin"));
      await page.context().close();
      assert.ok(paths.length >= starts[role].length, paths.join(" "));
    });
    for (const shape of shapes) {
      test(`every page of a ${role} ${shape.name}`, async () => {
        const page = await world().page(utrecht(), who(), shape);
        if (shape.block) await page.route(shape.block, (route) => route.abort());
        const faults = [];
        for (const path of paths) faults.push(...(await check(page, path, shape)));
        await page.context().close();
        assert.deepEqual(faults, []);
      });
    }
    test(`no page of a ${role} without script is wider than 320 pixels`, async () => {
      const page = await world().page(utrecht(), who(), { viewport: narrow, script: false });
      const wide = [];
      for (const path of paths) {
        await page.goto(path, { waitUntil: "load" });
        if ((await sideways(page)) > 0) wide.push(path);
      }
      await page.context().close();
      assert.deepEqual(wide, []);
    });
  }
}

async function check(page, path, shape) {
  page.faults.length = 0;
  const answer = await page.goto(path, { waitUntil: "load" });
  const faults = await faultsOf(page);
  // A page that is not there is an error to the browser too, and so is a script that was kept out.
  if (answer.status() < 400 && !shape.block) faults.push(...page.faults);
  return faults.map((fault) => `${path}: ${fault}`);
}
