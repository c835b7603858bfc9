// Builds what the binary embeds: one stylesheet, one script, themes, marks, icons and fonts, each named after its
// contents so that browsers may keep it for ever. `--check` builds beside dist and fails when the two differ.
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { transform } from "lightningcss";
import { colours } from "./colours.mjs";
import { dropUnusedClasses, dropUnusedTokens } from "./purge.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const dist = join(here, "dist");
const require = createRequire(import.meta.url);

// Browsers that know light-dark(), :has() and popover: all of them since the spring of 2024.
const targets = { chrome: 123 << 16, firefox: 128 << 16, safari: (17 << 16) | (5 << 8) };
const esbuildTargets = ["chrome123", "firefox128", "safari17.5"];

async function main() {
  const check = process.argv.includes("--check");
  const out = check ? await mkdtemp(join(tmpdir(), "plein-assets-")) : dist;
  await build(out);
  if (!check) return;
  const differences = await compare(out, dist);
  await rm(out, { recursive: true });
  if (differences.length === 0) return;
  console.error(`server/assets/dist is not what its sources build; run "make assets". Differs: ${differences.join(", ")}`);
  process.exit(1);
}

async function build(out) {
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  const files = new Map();
  for (const file of [await script(), await sprite(), ...(await marks()), ...(await themes()), ...(await stylesheet()), await licences()]) {
    files.set(file.name, hashed(file));
  }
  for (const { path, contents } of files.values()) await writeFile(join(out, path), contents);
  const manifest = Object.fromEntries([...files].map(([name, { path }]) => [name, path]).sort());
  await writeFile(join(out, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}

function hashed({ name, contents, path }) {
  if (path) return { path, contents };
  const hash = createHash("sha256").update(contents).digest("hex").slice(0, 10);
  const dot = name.lastIndexOf(".");
  return { path: `${name.slice(0, dot)}.${hash}${name.slice(dot)}`, contents };
}

async function script() {
  const result = await esbuild.build({
    entryPoints: [join(here, "src/plein.js")],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: esbuildTargets,
    legalComments: "none",
  });
  return { name: "plein.js", contents: result.outputFiles[0].contents };
}

// esbuild finds the packages and names the fonts after their contents; lightningcss makes it small.
async function stylesheet() {
  const result = await esbuild.build({
    entryPoints: [join(here, "src/plein.css")],
    bundle: true,
    write: false,
    outdir: "/",
    assetNames: "[name].[hash]",
    loader: { ".woff2": "file" },
    target: esbuildTargets,
    plugins: [{ name: "colours", setup: provideColours }],
  });
  const bundle = result.outputFiles.find(({ path }) => path.endsWith(".css"));
  const fonts = result.outputFiles.filter(({ path }) => path.endsWith(".woff2"));
  const used = await usedNames();
  const whole = minified("plein.css", rootTheme(bundle.text)).toString();
  const needed = dropUnusedTokens(dropUnusedClasses(whole, used.classes), used.tokens);
  return [
    { name: "plein.css", contents: minified("plein.css", needed) },
    ...fonts.map(({ path, contents }) => ({ name: fontName(path), path: basename(path), contents })),
  ];
}

function provideColours(build) {
  build.onResolve({ filter: /^plein:colours$/ }, ({ path }) => ({ path, namespace: "colours" }));
  build.onLoad({ filter: /.*/, namespace: "colours" }, () => ({ contents: colours(), loader: "css" }));
}

// The example theme comes as a class; here it is the ground every page stands on.
const rootTheme = (css) => css.replaceAll(".voorbeeld-theme", ":root");

const fontName = (path) => basename(path).replace(/\.[^.]+(\.woff2)$/, "$1");

// A class or token that no template, script or theme names is not shipped.
async function usedNames() {
  const texts = [];
  for (const folder of ["../templates", "src"]) texts.push(...(await textsIn(join(here, folder))));
  const all = texts.join("\n");
  return {
    classes: new Set(all.match(/\b(?:nl|utrecht)-[a-z0-9_-]+/g)),
    tokens: new Set((await textsIn(join(here, "src/themes"))).join("\n").match(/--[a-z0-9-]+/g)),
  };
}

async function textsIn(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && /\.(html|css|js)$/.test(entry.name));
  return Promise.all(files.map((file) => readFile(join(file.parentPath ?? file.path, file.name), "utf8")));
}

async function themes() {
  const names = (await readdir(join(here, "src/themes"))).sort();
  return Promise.all(
    names.map(async (name) => ({
      name: `theme-${name}`,
      contents: minified(name, await readFile(join(here, "src/themes", name), "utf8")),
    })),
  );
}

function minified(filename, css) {
  return transform({ filename, code: Buffer.from(css), minify: true, targets }).code;
}

async function marks() {
  const names = (await readdir(join(here, "src/marks"))).sort();
  return Promise.all(
    names.map(async (name) => ({ name: `mark-${name}`, contents: await readFile(join(here, "src/marks", name)) })),
  );
}

// All icons in one file; `<use href="…#search">` takes one.
async function sprite() {
  const names = JSON.parse(await readFile(join(here, "src/icons.json"), "utf8"));
  const symbols = await Promise.all(names.map(symbol));
  return { name: "icons.svg", contents: `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n` };
}

async function symbol(name) {
  const svg = await readFile(require.resolve(`lucide-static/icons/${name}.svg`), "utf8");
  const body = svg.replace(/^[\s\S]*?<svg[^>]*>/, "").replace("</svg>", "");
  return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${body.replace(/\s*\n\s*/g, "").replaceAll(" />", "/>")}</symbol>`;
}

// The texts that ask to travel with the files, once each: the packages of one publisher share theirs.
async function licences() {
  const { devDependencies } = JSON.parse(await readFile(join(here, "package.json"), "utf8"));
  const shipped = Object.keys(devDependencies).filter((name) => name !== "esbuild" && name !== "lightningcss");
  const packagesByText = new Map();
  for (const name of shipped) {
    const text = await licenceOf(join(here, "node_modules", name));
    packagesByText.set(text, [...(packagesByText.get(text) ?? []), `${name} ${devDependencies[name]}`]);
  }
  const parts = [...packagesByText].map(([text, names]) => `${names.join("\n")}\n\n${text.trim()}\n`);
  return { name: "licences.txt", contents: parts.join(`\n${"=".repeat(80)}\n\n`) };
}

async function licenceOf(folder) {
  const name = (await readdir(folder)).sort().find((file) => /^licen[cs]e/i.test(file));
  if (!name) throw new Error(`${folder} has no licence text`);
  return readFile(join(folder, name), "utf8");
}

async function compare(left, right) {
  const names = new Set([...(await readdir(left)), ...(await readdir(right).catch(() => []))]);
  const same = async (name) => {
    const [a, b] = await Promise.all([left, right].map((folder) => readFile(join(folder, name)).catch(() => null)));
    return a !== null && b !== null && a.equals(b);
  };
  const checks = await Promise.all([...names].map(async (name) => [name, await same(name)]));
  return checks.filter(([, equal]) => !equal).map(([name]) => name);
}

await main();
