// What was typed survives a closed tab, a session that ended and a form that was lost on its way. It is kept in this
// browser alone, offered when the form is opened again, and gone when it was sent or its writer signs out.
import { insert } from "./insert.js";
import { judge, remember } from "./sent.js";
import { drop, forget, keep, list, tidy } from "./store.js";

const waitMs = 500;
let isLeaving = false;
const plain = (text) => text.replaceAll("\r\n", "\n");

export function keepDrafts(editor, field) {
  const { draft: key } = editor.dataset;
  if (!key || !document.body.dataset.person) return;
  new Drafts(editor, field, key).begin();
}

class Drafts {
  #timer;
  #id = `${Date.now()}-${Math.random().toString(36).slice(2)}`;
  #isSent = false;

  constructor(editor, field, key) {
    this.editor = editor;
    this.field = field;
    this.key = key;
    this.given = plain(field.defaultValue);
    this.saved = editor.querySelector("[data-saved]");
    this.offers = editor.querySelector(".plein-editor__offers");
  }

  begin() {
    this.offer();
    this.field.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.save(), waitMs);
    });
    addEventListener("pagehide", () => this.flush());
    document.addEventListener("visibilitychange", () => document.hidden && this.flush());
    // The browser may put back what stood here, some time after the page was read.
    addEventListener("pageshow", () => this.offer());
    const form = this.field.form;
    form?.addEventListener("submit", () => this.send());
    document.addEventListener("htmx:finally:request", ({ detail }) => this.answered(form, detail.ctx));
  }

  flush() {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.save();
  }

  save() {
    this.#timer = undefined;
    if (this.#isSent || isLeaving) return;
    const text = plain(this.field.value);
    if (text === this.given || text.trim() === "") {
      drop(this.key, this.#id);
      this.saved.textContent = "";
      return;
    }
    const at = Date.now();
    const { words, failed } = this.saved.dataset;
    const sentence = keep(this.key, { id: this.#id, text, at }) ? words.replace("%time%", timeOf(new Date(at))) : failed;
    // Said again only when it changes, which is once a minute.
    if (this.saved.textContent !== sentence) this.saved.textContent = sentence;
  }

  send() {
    this.flush();
    // A form that script sends is answered below.
    if (!this.field.form.matches("[hx-post], [hx-put], [data-hx-post]")) remember(this.key, this.#id);
  }

  /** Sent by script: the answer is known at once. */
  answered(form, ctx) {
    if (!form || ctx?.sourceElement !== form || !(ctx.response?.status < 400)) return;
    clearTimeout(this.#timer);
    this.#isSent = true;
    drop(this.key, this.#id);
    this.saved.textContent = "";
    this.field.addEventListener("input", () => (this.#isSent = false), { once: true });
  }

  /** Shows what is kept and does not stand in the field already. */
  offer() {
    const now = plain(this.field.value);
    const others = list(this.key).filter(({ id }) => id !== this.#id);
    const here = others.find(({ text }) => text === now);
    if (here) this.#id = here.id;
    const shown = others.filter(({ text }) => text !== now && text !== this.given);
    this.offers.replaceChildren(...shown.map((entry) => this.draw(entry)));
  }

  draw(entry) {
    const part = this.editor.querySelector("template[data-offer]").content.cloneNode(true);
    const words = part.querySelector("[data-words]");
    words.textContent = words.dataset.words.replace("%when%", whenOf(new Date(entry.at)));
    part.querySelector("[data-restore]").addEventListener("click", () => this.restore(entry));
    part.querySelector("[data-discard]").addEventListener("click", () => this.discard(entry));
    return part;
  }

  restore({ id, text }) {
    this.flush();
    this.#id = id;
    this.field.select();
    insert(this.field, text);
    this.offer();
  }

  discard({ id }) {
    drop(this.key, id);
    this.offer();
    this.field.focus();
  }
}

const language = document.documentElement.lang;

function timeOf(date) {
  return date.toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

/** "gisteren 14:02", "dinsdag 14:02", "3 maart 14:02". */
function whenOf(date) {
  return `${dayOf(date)} ${timeOf(date)}`;
}

function dayOf(date) {
  const midnight = (day) => new Date(day.getFullYear(), day.getMonth(), day.getDate());
  const days = Math.round((midnight(new Date()) - midnight(date)) / (24 * 60 * 60 * 1000));
  if (days <= 1) return new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(-days, "day");
  if (days < 7) return date.toLocaleDateString(language, { weekday: "long" });
  return date.toLocaleDateString(language, { day: "numeric", month: "long" });
}

// Who leaves this computer leaves nothing on it.
document.addEventListener("submit", ({ target }) => {
  isLeaving = target.matches("[data-forgets-drafts]");
  if (isLeaving) forget();
});

judge();
tidy();
