// Tells a screen reader what changed. The live region stands in the layout from the start, because one that arrives
// together with its words is often not read. Typing quickly must not queue a sentence per letter, hence the wait.
const waitMs = 700;
let timer;

export function announce(sentence) {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const region = document.getElementById("live");
    if (region) region.textContent = sentence;
  }, waitMs);
}

document.addEventListener("htmx:after:settle", ({ target }) => {
  // What was replaced tells nothing any more; what stands in its place does.
  const now = document.getElementById(target.id) ?? target;
  const part = now.closest?.("[data-announce]") ?? now.querySelector?.("[data-announce]");
  if (part?.dataset.announce) announce(part.dataset.announce);
});
