// The demonstration as it is shipped: three organisations in one process, started on a free port with data of its own.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../..", import.meta.url));
export const binary = process.env.PLEIN_BINARY ?? join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "debug/plein");
const startMsMax = 360_000;

/** Starts it and gives its organisations, as `plein demo --json` tells them, and a way to stop. */
export async function startDemo() {
  const data = await mkdtemp(join(tmpdir(), "plein-browser-"));
  const args = ["demo", "--data", data, "--port", String(await freePort()), "--json"];
  const child = spawn(binary, args, { stdio: ["ignore", "pipe", "pipe"] });
  const said = [];
  child.stderr.on("data", (chunk) => said.push(chunk));
  const stop = () => stopDemo(child, data);
  try {
    return { ...(await ready(child, said)), data, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function ready(child, said) {
  return new Promise((resolve, reject) => {
    const fail = (why) => reject(new Error(`the demonstration ${why}\n${Buffer.concat(said).toString().slice(-2000)}`));
    const timer = setTimeout(() => fail("was not ready in time"), startMsMax);
    child.once("error", (error) => fail(`could not start: ${error.message}`));
    child.once("exit", (code) => fail(`ended with code ${code}`));
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (!line.startsWith('{"ready":true')) return;
      clearTimeout(timer);
      child.removeAllListeners("exit");
      resolve(JSON.parse(line));
    });
  });
}

/** Asks a process to stop and waits until it did. */
export async function end(child) {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await ended;
}

async function stopDemo(child, data) {
  await end(child);
  await rm(data, { recursive: true, force: true });
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
