// Where drafts are kept: in this browser, under the person who wrote them, a list for each thing that is written. A
// browser may refuse to keep anything; then nothing is kept and everything else works.
const start = "plein-draft:";
const daysMax = 30;
const entriesMax = 5;
const dayMs = 24 * 60 * 60 * 1000;

const person = () => document.body.dataset.person;
const nameOf = (key) => `${start}${person()}:${key}`;

/** Drafts for `key`, the newest first: `{ id, text, at }`. */
export function list(key) {
  return parsed(read(nameOf(key)));
}

/** Keeps one, in the place of an older one with this id; false when the browser would not. */
export function keep(key, entry) {
  const others = list(key).filter(({ id }) => id !== entry.id);
  return write(nameOf(key), [entry, ...others].slice(0, entriesMax));
}

export function drop(key, id) {
  write(nameOf(key), list(key).filter((entry) => entry.id !== id));
}

/** Everything that anybody wrote here, or with `isGone` only what that says of a person and a draft. */
export function forget(isGone = () => true) {
  for (const name of names()) {
    const [whose] = name.slice(start.length).split(":");
    const kept = parsed(read(name)).filter((entry) => !isGone(whose, entry));
    write(name, kept);
  }
}

/** What is too old, and what somebody else left who did not sign out. */
export function tidy() {
  if (!person()) return;
  const oldest = Date.now() - daysMax * dayMs;
  forget((whose, { at }) => whose !== person() || at < oldest);
}

function names() {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(start));
  } catch {
    return [];
  }
}

function read(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function write(name, entries) {
  try {
    if (entries.length === 0) localStorage.removeItem(name);
    else localStorage.setItem(name, JSON.stringify(entries));
    return true;
  } catch {
    return false;
  }
}

function parsed(text) {
  try {
    return JSON.parse(text ?? "[]").filter(({ id, text, at }) => id && typeof text === "string" && Number.isFinite(at));
  } catch {
    return [];
  }
}
