// Writing: with the keyboard alone, with a preview, with names; and nothing that was typed is lost, nor left behind for
// the next person at this computer.
import assert from "node:assert/strict";
import { test } from "node:test";
import { faultsOf, violations } from "../lib/axe.mjs";
import { narrow, phone } from "../lib/browser.mjs";

const path = "/_/components";
const field = "#gallery-body";
const editor = "[data-editor][data-draft=gallery]";
const saved = `${editor} [data-saved]`;
const offer = `${editor} .plein-editor__offer`;

export default function writing(world) {
  const utrecht = () => world().organisation("utrecht");
  const open = async (options) => {
    const page = await world().page(utrecht(), utrecht().people[2], options);
    await page.goto(path);
    return page;
  };
  const again = async (page) => {
    await page.waitForSelector(`${saved}:not(:empty)`);
    const context = page.context();
    await page.close();
    const next = await context.newPage();
    await next.goto(path);
    return next;
  };

  test("the toolbar is one stop, its arrows walk, and its keys work while typing", async () => {
    const page = await open();
    await page.focus(field);
    await page.keyboard.type("belangrijk");
    await page.keyboard.press("Shift+Home");
    await page.keyboard.press("Control+b");
    assert.equal(await page.inputValue(field), "**belangrijk**");
    await page.keyboard.press("Control+z");
    assert.equal(await page.inputValue(field), "belangrijk");
    await page.keyboard.press("Shift+Tab");
    assert.equal(await page.evaluate(() => document.activeElement.matches("[data-look]")), true);
    await page.keyboard.press("Shift+Tab");
    assert.equal(await tool(page), "bold");
    await page.keyboard.press("ArrowRight");
    assert.equal(await tool(page), "italic");
    await page.keyboard.press("End");
    assert.equal(await tool(page), "task-list");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Home");
    for (let step = 0; step < 3; step += 1) await page.keyboard.press("ArrowRight");
    assert.equal(await tool(page), "quote");
    await page.keyboard.press("Enter");
    assert.match(await page.inputValue(field), /^> belangrijk/);
    assert.equal(await page.evaluate(() => document.activeElement.id), "gallery-body");
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Shift+Tab");
    assert.equal(await tool(page), "quote");
    await page.context().close();
  });

  test("a list goes on by itself and ends on an empty line; an address over words becomes a link", async () => {
    const page = await open();
    await page.focus(field);
    await page.keyboard.type("1. een\ntwee\n\nklaar");
    assert.equal(await page.inputValue(field), "1. een\n2. twee\nklaar");
    await page.fill(field, "");
    await page.keyboard.type("- [x] een\ntwee");
    assert.equal(await page.inputValue(field), "- [x] een\n- [ ] twee");
    await page.fill(field, "het stappenplan");
    await page.evaluate((selector) => {
      const area = document.querySelector(selector);
      area.select();
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", "https://wet.test/plan");
      area.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }, field);
    assert.equal(await page.inputValue(field), "[het stappenplan](https://wet.test/plan)");
    await page.context().close();
  });

  for (const shape of [{}, { viewport: phone, scheme: "dark", language: "en" }, { viewport: narrow }]) {
    test(`a preview with advice, without a fault, at ${shape.viewport?.width ?? 1280} pixels`, async () => {
      const page = await open(shape);
      await page.fill(field, `# Plan\n\n### Kop\n\n[hier](https://wet.test)\n\n|a|b|c|d|e|f|\n|-|-|-|-|-|-|\n|${"lang|".repeat(6)}\n\n\`\`\`\n${"x".repeat(200)}\n\`\`\``);
      const button = page.locator(`${editor} [data-look]`);
      await button.click();
      const pane = page.locator("#gallery-body-preview");
      await pane.locator("h3").waitFor();
      assert.equal(await button.getAttribute("aria-expanded"), "true");
      assert.equal(await pane.locator(".plein-editor__advice li").count(), 2);
      const [text, look] = [await page.locator(field).boundingBox(), await pane.boundingBox()];
      if (shape.viewport) assert.ok(look.y > text.y + text.height, "below the text");
      else assert.ok(look.x > text.x + text.width, "beside the text");
      assert.deepEqual(await faultsOf(page), []);
      await page.fill(field, "Iets *anders*");
      await pane.locator("em").waitFor();
      assert.equal(await pane.locator(".plein-editor__advice").count(), 0);
      await button.click();
      assert.ok(!(await pane.isVisible()));
      assert.deepEqual(page.faults, []);
      await page.context().close();
    });
  }

  for (const viewport of [undefined, narrow]) {
    test(`names behind an @ are picked with the keyboard, at ${viewport?.width ?? 1280} pixels`, async () => {
      const page = await open({ viewport });
      const [first] = utrecht().people[0].name.split(" ");
      await page.focus(field);
      await page.keyboard.type(`Een wat langere zin, en dan @${first.slice(0, 4).toLowerCase()}`);
      const options = page.locator(`${editor} [role=option]`);
      await options.first().waitFor();
      const active = await page.getAttribute(field, "aria-activedescendant");
      assert.equal(await page.locator(`[id="${active}"]`).getAttribute("aria-selected"), "true");
      assert.equal(await page.getAttribute(field, "aria-controls"), "mentions");
      assert.deepEqual(await faultsOf(page), []);
      await page.waitForFunction(() => /gevonden/.test(document.getElementById("live").textContent));
      await page.keyboard.press("Escape");
      assert.equal(await options.count(), 0);
      await page.keyboard.type(` of @${first.slice(0, 3).toLowerCase()}`);
      await options.first().waitFor();
      const value = await page.locator(`${editor} [aria-selected=true]`).getAttribute("data-value");
      await page.keyboard.press("Enter");
      assert.match(value, /^@[a-z]/);
      assert.equal(await page.inputValue(field), `Een wat langere zin, en dan @${first.slice(0, 4).toLowerCase()} of ${value} `);
      await page.context().close();
    });
  }

  test("a draft survives a closed tab, is offered, put back, and goes when it was sent", async () => {
    let page = await open();
    await page.fill(field, "Nog niet af");
    await page.waitForSelector(`${saved}:not(:empty)`);
    assert.match(await page.textContent(saved), /^Concept bewaard \d\d:\d\d \(alleen in deze browser\)$/);
    page = await again(page);
    await page.waitForSelector(offer);
    assert.match(await page.textContent(offer), /Je hebt hier nog een concept van vandaag \d\d:\d\d\./);
    assert.equal(await page.inputValue(field), "");
    assert.deepEqual(await violations(page), []);
    await page.click(`${offer} [data-restore]`);
    assert.equal(await page.inputValue(field), "Nog niet af");
    assert.equal(await page.locator(offer).count(), 0);
    await Promise.all([page.waitForNavigation(), page.click("form:has(#gallery-body) [type=submit]")]);
    assert.equal(await drafts(page), 0);
    assert.equal(await page.locator(offer).count(), 0);
    await page.context().close();
  });

  test("a draft that is thrown away is gone, and one of last month went by itself", async () => {
    let page = await open();
    await page.fill(field, "Toch maar niet");
    page = await again(page);
    await page.click(`${offer} [data-discard]`);
    assert.equal(await page.locator(offer).count(), 0);
    assert.equal(await drafts(page), 0);
    await page.fill(field, "Oud");
    await page.waitForSelector(`${saved}:not(:empty)`);
    await page.evaluate((days) => {
      const name = Object.keys(localStorage).find((key) => key.startsWith("plein-draft:"));
      const [entry] = JSON.parse(localStorage.getItem(name));
      localStorage.setItem(name, JSON.stringify([{ ...entry, at: entry.at - days * 86_400_000 }]));
    }, 31);
    page = await again(page);
    assert.equal(await drafts(page), 0);
    await page.context().close();
  });

  test("a draft survives a session that ended, and is offered after signing in again", async () => {
    const who = utrecht().people[2];
    const page = await open();
    await page.fill(field, "Halverwege een zin");
    await page.waitForSelector(`${saved}:not(:empty)`);
    await page.context().clearCookies();
    await page.goto("/people");
    await page.waitForURL(/\/sign-in/);
    assert.equal(await drafts(page), 1);
    await signIn(page, who);
    await page.goto(path);
    await page.click(`${offer} [data-restore]`);
    assert.equal(await page.inputValue(field), "Halverwege een zin");
    await page.context().close();
  });

  test("who signs out leaves no draft behind, and neither does who forgot to", async () => {
    const page = await open();
    const who = utrecht().people[3];
    await page.context().clearCookies();
    await page.goto("/sign-in");
    await signIn(page, who);
    await page.goto(path);
    await page.fill(field, "Vertrouwelijk");
    await page.click(".plein-menu summary");
    await Promise.all([page.waitForURL(/\/sign-in/), page.click("form[action='/sign-out'] button")]);
    assert.equal(await drafts(page), 0);
    await signIn(page, who);
    await page.goto(path);
    assert.equal(await page.locator(offer).count(), 0);
    await page.fill(field, "Vergeten af te melden");
    await page.waitForSelector(`${saved}:not(:empty)`);
    await page.context().clearCookies();
    await page.goto("/sign-in");
    await signIn(page, utrecht().people[0]);
    assert.equal(await drafts(page), 0);
    await page.context().close();
  });

  test("no connection: a sentence says so, and the text stays", async () => {
    const page = await open();
    await page.fill(field, "Onderweg geschreven");
    await page.context().setOffline(true);
    await page.click("form:has(#gallery-body) [type=submit]");
    await page.waitForSelector("#toasts .plein-toast");
    assert.equal(await page.inputValue(field), "Onderweg geschreven");
    await page.click(`${editor} [data-look]`);
    await page.context().setOffline(false);
    await Promise.all([page.waitForNavigation(), page.click("form:has(#gallery-body) [type=submit]")]);
    assert.match(page.url(), /Onderweg/);
    await page.context().close();
  });

  test("near the end it says how much room is left", async () => {
    const page = await open();
    await page.fill(field, "x".repeat(9_400));
    assert.equal(await page.textContent(`${editor} [data-left]`), "");
    await page.fill(field, "x".repeat(9_600));
    assert.equal(await page.textContent(`${editor} [data-left]`), "Nog over: 400 tekens");
    await page.context().close();
  });

  test("a file is sent while one writes, and an image asks what it shows", async () => {
    const page = await open();
    const files = `${editor} [data-files]`;
    const part = (name) => `${files} [data-rows] li:last-child [data-part=${name}]`;
    await page.setInputFiles(`${files} [data-pick]`, { name: "nota.txt", mimeType: "text/plain", buffer: Buffer.alloc(3_000_000, "nota ") });
    await page.waitForSelector(`${part("insert")}:visible`);
    assert.match(await page.textContent(part("words")), /tekst, 3 MB/);
    await page.click(part("insert"));
    assert.match(await page.inputValue(field), /^\[nota\.txt\]\(\/files\/[0-9a-f-]{36}\)$/);
    assert.equal(await page.locator(`${files} input[name=files]`).count(), 1);
    await page.fill(field, "");

    const dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    await page.setInputFiles(`${files} [data-pick]`, { name: "stip.png", mimeType: "image/png", buffer: Buffer.from(dot, "base64") });
    await page.waitForSelector(`${part("alt")}:visible`);
    await page.click(part("insert"));
    assert.equal(await page.inputValue(field), "", "an image without words does not come in");
    assert.match(await page.textContent(part("words")), /Schrijf wat er op de afbeelding/);
    assert.deepEqual(await violations(page), []);
    await page.fill(part("alt"), "Een stip");
    await page.click(part("insert"));
    assert.match(await page.inputValue(field), /^!\[Een stip\]\(\/files\//);
    await page.click(part("cancel"));
    assert.equal(await page.locator(`${files} [data-rows] li`).count(), 1);
    await page.context().close();
  });

  test("without script it is a text area that sends what was typed", async () => {
    const page = await open({ script: false, viewport: narrow });
    assert.ok(!(await page.isVisible(`${editor} markdown-toolbar`)));
    assert.ok(!(await page.isVisible(`${editor} [data-look]`)));
    await page.fill(field, "Zonder script");
    await Promise.all([page.waitForNavigation(), page.click("form:has(#gallery-body) [type=submit]:not([form])")]);
    assert.match(page.url(), /gallery-body=Zonder\+script/);
    assert.doesNotMatch(page.url(), /[?&](file|alt)=/, "the form of the file is another one");
    await page.context().close();
  });
}

function tool(page) {
  return page.evaluate(() => document.activeElement.dataset.mdButton);
}

function drafts(page) {
  return page.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith("plein-draft:")).length);
}

async function signIn(page, who) {
  await page.fill("[name=email]", who.login);
  await page.fill("[name=password]", who.password);
  await Promise.all([page.waitForURL((url) => url.pathname !== "/sign-in"), page.click("main [type=submit]")]);
}
