// Finds the pages somebody can reach, one address for each kind of page, by following links from where he begins.
const pagesMax = 120;
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** `/people/0190…?from=q` and `/people/0191…?from=r` are one kind; with and without a question are two. */
function kindOf(url) {
  return `${url.pathname.replace(uuid, ":id")}${url.search ? "?" : ""}`;
}

/** Addresses of pages within the site, `starts` among them. */
export async function crawl(page, starts) {
  const found = new Map();
  const open = [...starts];
  while (open.length > 0 && found.size < pagesMax) {
    const path = open.shift();
    const kind = kindOf(new URL(path, "http://site.test"));
    if (found.has(kind)) continue;
    const answer = await page.goto(path, { waitUntil: "domcontentloaded" }).catch(unlessDownload);
    if (!(answer?.headers()["content-type"] ?? "").startsWith("text/html")) continue;
    found.set(kind, path);
    open.push(...(await linksOf(page)));
  }
  return [...found.values()];
}

/** What is saved to disk is no page. */
function unlessDownload(error) {
  if (!error.message.includes("Download is starting")) throw error;
}

function linksOf(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll("a[href]")]
      .map((link) => new URL(link.href))
      .filter((url) => url.origin === location.origin && !/^\/assets\/|\/download$/.test(url.pathname))
      .map((url) => url.pathname + url.search),
  );
}
