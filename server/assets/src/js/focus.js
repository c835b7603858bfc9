// When the part of the page that holds the focus is replaced, the focus goes on to what stands there now. The browser
// alone would begin again at the top of the page, and whoever uses a keyboard with it.
const stops = [
  "[data-focus-first]",
  "[data-takes-focus]",
  ":is(input:not([type=hidden]), textarea, select, a[href], button):not(.plein-audience__select, .plein-no-js)",
];
let replaced;

document.addEventListener("htmx:before:swap", ({ detail }) => {
  const part = detail.ctx?.target;
  replaced = part?.contains(document.activeElement) ? part.id : undefined;
});

document.addEventListener("htmx:after:swap", () => {
  const part = replaced && document.getElementById(replaced);
  if (!part || document.activeElement !== document.body) return;
  const next = stops.map((stop) => part.querySelector(stop)).find(Boolean);
  if (!next) return;
  // What was typed has been dealt with; morphing keeps it.
  if (next.type === "search") next.value = next.defaultValue;
  next.focus();
});
