// Tells a screen reader what changed. The live region stands in the layout from the start, because one that arrives
// together with its words is often not read. Typing quickly must not queue a sentence per letter, hence the wait. Two things
// that change by one letter, the results and the list below the field, are told together.
const waitMs = 700;
const waiting = new Map();
let timer;

export function announce(sentence, about = "page") {
  clearTimeout(timer);
  waiting.set(about, sentence);
  timer = setTimeout(() => {
    const region = document.getElementById("live");
    if (region) region.textContent = [...waiting.values()].filter(Boolean).join(". ");
    waiting.clear();
  }, waitMs);
}

document.addEventListener("htmx:after:settle", ({ target }) => {
  // What was replaced tells nothing any more; what stands in its place does.
  const now = document.getElementById(target.id) ?? target;
  const part = now.closest?.("[data-announce]") ?? now.querySelector?.("[data-announce]");
  if (part?.dataset.announce) announce(part.dataset.announce);
});
