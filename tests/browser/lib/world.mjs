// What every journey gets: the running organisations, a browser, and people who are signed in.
import { contextOptions, launch } from "./browser.mjs";
import { startDemo } from "./demo.mjs";

export async function openWorld() {
  const demo = await startDemo();
  const browser = await launch();
  return new World(demo, browser);
}

export class World {
  #sessions = new Map();

  constructor(demo, browser) {
    this.demo = demo;
    this.browser = browser;
  }

  /** An organisation by the beginning of its host: minbzk, utrecht or gelderland. */
  organisation(name) {
    return this.demo.organisations.find(({ host }) => host.startsWith(name));
  }

  /** A page of somebody who is signed in, or of a stranger when `who` is left out. Closes with `page.context()`. */
  async page(organisation, who, options = {}) {
    const cookies = who ? await this.#signedIn(organisation, who) : undefined;
    const context = await this.browser.newContext({
      ...contextOptions({ ...options, cookies }),
      baseURL: organisation.url,
    });
    const page = await context.newPage();
    page.faults = [];
    page.on("pageerror", (error) => page.faults.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") page.faults.push(message.text());
    });
    return page;
  }

  /** Signs in once, by the form, and keeps the cookies for further pages. */
  async #signedIn(organisation, who) {
    if (!this.#sessions.has(who.login)) this.#sessions.set(who.login, await this.#signIn(organisation, who));
    return this.#sessions.get(who.login);
  }

  async #signIn(organisation, who) {
    const page = await this.page(organisation);
    await page.goto("/sign-in");
    await page.fill("[name=email]", who.login);
    await page.fill("[name=password]", who.password);
    await Promise.all([page.waitForURL((url) => url.pathname !== "/sign-in"), page.click("main [type=submit]")]);
    const { cookies } = await page.context().storageState();
    await page.context().close();
    return cookies;
  }

  async close() {
    await this.browser.close();
    await this.demo.stop();
  }
}
