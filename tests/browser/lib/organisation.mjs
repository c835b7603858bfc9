// One more organisation beside the demonstration: `plein serve` with a database of its own.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { binary, end, freePort } from "./demo.mjs";
import { eventually } from "./pages.mjs";

const startMsMax = 60_000;

/** Starts it and gives its address, the set-up address that its first start prints, and a way to stop. */
export async function startOrganisation(name, title) {
  const data = await mkdtemp(join(tmpdir(), "plein-organisation-"));
  const [port, metrics] = [await freePort(), await freePort()];
  const host = `${name}.localhost:${port}`;
  const settings = {
    PLEIN_INSTANCE__HOST: host,
    PLEIN_INSTANCE__NAME: title,
    PLEIN_LISTEN__ADDRESS: `127.0.0.1:${port}`,
    PLEIN_LISTEN__METRICS: `127.0.0.1:${metrics}`,
    PLEIN_DATA__DIR: data,
    PLEIN_FEDERATION__PRIVATE_HOSTS: "*.localhost",
    PLEIN_DEVELOPMENT__ENABLED: "true",
  };
  const serve = () => spawn(binary, ["serve"], { env: { ...process.env, ...settings }, stdio: ["ignore", "pipe", "pipe"] });
  let child = serve();
  const setUpAddress = await addressIn(child);
  const url = `http://${host}`;
  /** As when a machine stops, and starts again. */
  const goAway = () => end(child);
  const comeBack = async () => {
    child = serve();
    // Nobody reads what it says; it must not wait for that.
    for (const stream of [child.stdout, child.stderr]) stream.resume();
    await answers(host, port);
  };
  const stop = async () => {
    await end(child);
    await rm(data, { recursive: true, force: true });
  };
  return { url, host, data, setUpAddress, goAway, comeBack, stop };
}

/** Asks by number, since not every machine knows names under localhost. */
async function answers(host, port) {
  const until = Date.now() + startMsMax;
  for (;;) {
    const status = await new Promise((done) => {
      const asked = get({ host: "127.0.0.1", port, path: "/sign-in", headers: { host } }, (answer) => {
        answer.resume();
        done(answer.statusCode);
      });
      asked.on("error", () => done(0));
    });
    if (status === 200) return;
    if (Date.now() > until) throw new Error(`${host} does not answer`);
    await new Promise((done) => setTimeout(done, 200));
  }
}

/** Its first administrator, by the address that the first start printed; gives his page. */
export async function setUp(world, organisation, { name, email }) {
  const page = await world.page({ url: organisation.url });
  await page.goto(organisation.setUpAddress);
  await page.fill("[name=name]", name);
  await page.fill("[name=email]", email);
  await page.fill("[name=password]", "lantaarn wolkje traag tosti");
  await Promise.all([page.waitForNavigation(), page.click("main form [type=submit]")]);
  return page;
}

/** Two administrators connect their organisations: one asks, the other compares and approves. Gives the eight words. */
export async function connect(page, title, admin, there) {
  await page.goto("/admin/peers");
  await page.fill("[name=host]", new URL(there.url).host);
  await Promise.all([page.waitForNavigation(), page.click("main form [type=submit]")]);
  const words = await page.locator(".plein-words").first().locator("li").allTextContents();
  await Promise.all([page.waitForURL(/\/admin\/peers\/[0-9a-f-]{36}/), page.click("main form [type=submit]")]);
  await eventually(admin, "/admin/peers", async () => admin.getByRole("heading", { name: title }).count());
  await admin.locator(".plein-card", { hasText: title }).getByRole("link").click();
  await admin.locator("form[action$='/check'] [type=submit]").click();
  await admin.locator("form[action$='/approve'] [type=submit]").click();
  await admin.getByText("Verbonden sinds").waitFor();
  return words;
}

function addressIn(child) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("no set-up address was printed in time")), startMsMax);
    const read = (line) => {
      const found = line.match(/http:\/\/\S+\/setup\/[\w-]+/);
      if (!found) return;
      clearTimeout(timer);
      resolve(found[0]);
    };
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on("line", read);
  });
}
