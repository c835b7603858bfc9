// Whoever opened something from a list and comes back finds the focus where he left it: by the browser's own way back on the
// link he took, by a link of ours on the entry its address names. The browser itself remembers how far the page was scrolled.
const lists = "[data-arrows]";

document.addEventListener("click", ({ target }) => {
  const link = target.closest?.(`${lists} a[href]`);
  const entry = link?.closest("li[id]");
  if (entry) history.replaceState({ ...history.state, left: { entry: entry.id, href: link.getAttribute("href") } }, "");
});

function isBack() {
  return performance.getEntriesByType("navigation")[0]?.type === "back_forward";
}

function placeLeft() {
  const { entry, href } = history.state?.left ?? {};
  const links = [...(document.getElementById(entry)?.querySelectorAll("a[href]") ?? [])];
  return links.find((link) => link.getAttribute("href") === href);
}

function placeNamed() {
  const entry = document.getElementById(location.hash.slice(1));
  return entry?.matches(`${lists} li`) ? entry.querySelector("[data-stop]") : undefined;
}

// Not before the browser went where the address names: that takes the focus away.
addEventListener("pageshow", ({ persisted }) => {
  const place = persisted ? undefined : isBack() ? placeLeft() : placeNamed();
  place?.focus({ preventScroll: true });
});
