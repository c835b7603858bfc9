// Debian's Chromium, started once and given to each test as fresh contexts.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const executablePath = process.env.PLEIN_CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync);

// The sandbox needs an ordinary user; a container often runs the suite as root.
const flags = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
];

export function launch() {
  return chromium.launch({ executablePath, args: flags, headless: true });
}

export const desktop = { width: 1280, height: 900 };
export const phone = { width: 360, height: 740 };
export const narrow = { width: 320, height: 640 };

/** A context of its own: `scheme` light or dark, `language` nl or en, `script` false for no JavaScript. */
export function contextOptions({ viewport = desktop, scheme = "light", language = "nl", script = true, cookies } = {}) {
  return {
    viewport,
    colorScheme: scheme,
    locale: language === "nl" ? "nl-NL" : "en-GB",
    javaScriptEnabled: script,
    reducedMotion: "reduce",
    storageState: cookies ? { cookies, origins: [] } : undefined,
  };
}
