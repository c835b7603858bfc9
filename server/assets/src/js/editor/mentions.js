// Names behind an @, and in a wiki titles behind [[. The list is shown below the cursor; the focus stays in the text, which names the option that Enter or
// Tab would take.
import { announce } from "../announce.js";

const waitMs = 150;
let turn = 0;

async function find(at, typed) {
  const mine = (turn += 1);
  await new Promise((resolve) => setTimeout(resolve, waitMs));
  if (mine !== turn) return;
  const answer = await fetch(`${at}?q=${encodeURIComponent(typed)}`, { headers: { "hx-request": "true" } });
  if (!answer.ok || answer.redirected) return;
  const part = document.createElement("template");
  part.innerHTML = await answer.text();
  return part.content.querySelector("[role=listbox]");
}

async function look(at, typed) {
  // No connection: one goes on typing.
  const list = await find(at, typed).catch(() => undefined);
  if (!list) return { matched: false };
  announce(list.dataset.found);
  return { matched: list.children.length > 0, fragment: list };
}

/** The list would stick out at the end of a line; it stays inside the field. */
function keepInside(expander) {
  const list = expander.querySelector("[role=listbox]");
  if (!list) return;
  const room = expander.clientWidth - list.offsetWidth;
  if (list.offsetLeft > room) list.style.left = `${Math.max(0, room)}px`;
}

export function offerNames(editor, field) {
  const expander = editor.querySelector("text-expander");
  if (!document.body.dataset.person) return expander.removeAttribute("keys");
  expander.addEventListener("text-expander-change", ({ detail }) => {
    if (detail.text.length === 0) return;
    detail.provide(look(detail.key === "@" ? "/mentions" : editor.dataset.titlesAt, detail.text));
  });
  expander.addEventListener("text-expander-value", ({ detail }) => (detail.value = detail.item.dataset.value));
  expander.addEventListener("text-expander-committed", () => field.dispatchEvent(new InputEvent("input", { bubbles: true })));
  expander.addEventListener("text-expander-activate", () =>
    queueMicrotask(() => {
      // A text of several lines stays one to a screen reader: the role of a one-line box is not for it.
      field.removeAttribute("role");
      field.removeAttribute("aria-expanded");
      keepInside(expander);
    }),
  );
}
