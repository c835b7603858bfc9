// One more organisation beside the demonstration: `plein serve` with a database of its own.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { binary, end, freePort } from "./demo.mjs";

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
  const child = spawn(binary, ["serve"], { env: { ...process.env, ...settings }, stdio: ["ignore", "pipe", "pipe"] });
  const setUpAddress = await addressIn(child);
  const stop = async () => {
    await end(child);
    await rm(data, { recursive: true, force: true });
  };
  return { url: `http://${host}`, setUpAddress, stop };
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
