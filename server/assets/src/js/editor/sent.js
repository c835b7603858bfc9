// Whether a form that was sent arrived. Only then its draft may go: until the next page says so, nobody knows. What was
// sent is remembered in this tab; the page that follows is the judge of it.
import { drop } from "./store.js";

const name = "plein-sent";

/** The form is on its way to a new page. */
export function remember(key, id) {
  const sent = { key, id, person: document.body.dataset.person, from: here() };
  try {
    sessionStorage.setItem(name, JSON.stringify([...waiting().filter((other) => other.from === here()), sent]));
  } catch {
    // The draft is offered once too often, that is all.
  }
}

/** Drops the drafts of what this page is the answer to. */
export function judge() {
  const sent = waiting();
  clear();
  if (!isAnswer()) return;
  for (const { key, id, person, from } of sent) {
    if (person === document.body.dataset.person && from === referrer() && !cameBack(key)) drop(key, id);
  }
}

function clear() {
  try {
    sessionStorage.removeItem(name);
  } catch {
    // Nothing was kept either.
  }
}

function waiting() {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? "[]");
  } catch {
    return [];
  }
}

const here = () => location.href.split("#")[0];
const referrer = () => document.referrer.split("#")[0];

/** Not one that went wrong, nor one that somebody went back to. */
function isAnswer() {
  const [visit] = performance.getEntriesByType("navigation");
  return visit?.type !== "back_forward" && !(visit?.responseStatus >= 400) && !document.querySelector(".plein-error");
}

/** The form is here again with something to mend. */
function cameBack(key) {
  const editor = document.querySelector(`[data-editor][data-draft="${CSS.escape(key)}"]`);
  return Boolean(editor?.closest("form")?.querySelector("[aria-invalid], [data-focus-first]"));
}
