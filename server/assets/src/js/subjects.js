// Subjects behind a comma, offered while somebody types; without script one types them whole. The focus stays in the
// field, which names the option that Enter would take (the combobox pattern of ARIA).
import { announce } from "./announce.js";

const waitMs = 150;
let turn = 0;

const last = (field) => field.value.split(",").at(-1).trim();

function close(field) {
  const list = document.getElementById(field.getAttribute("aria-controls"));
  list?.replaceChildren();
  if (list) list.hidden = true;
  field.setAttribute("aria-expanded", "false");
  field.removeAttribute("aria-activedescendant");
}

function take(field, option) {
  const before = field.value.split(",").slice(0, -1).map((part) => part.trim());
  field.value = [...before, option.dataset.value, ""].join(", ");
  close(field);
  field.focus();
}

async function offer(field) {
  const mine = (turn += 1);
  const typed = last(field);
  if (typed.length < 2) return close(field);
  await new Promise((resolve) => setTimeout(resolve, waitMs));
  if (mine !== turn) return;
  const answer = await fetch(`/subjects/suggest?q=${encodeURIComponent(typed)}`, { headers: { "hx-request": "true" } });
  if (!answer.ok || answer.redirected || mine !== turn) return;
  const part = document.createElement("template");
  part.innerHTML = await answer.text();
  const found = part.content.querySelector("[role=listbox]");
  const list = document.getElementById(field.getAttribute("aria-controls"));
  list.replaceChildren(...found.children);
  [...list.children].forEach((option, at) => (option.id = `${list.id}-${at}`));
  list.hidden = list.children.length === 0;
  field.setAttribute("aria-expanded", String(!list.hidden));
  field.removeAttribute("aria-activedescendant");
  announce(found.dataset.found);
}

function move(field, step) {
  const list = document.getElementById(field.getAttribute("aria-controls"));
  const options = [...list.children];
  const now = options.findIndex((option) => option.id === field.getAttribute("aria-activedescendant"));
  const next = options.at((now + step + (now < 0 && step < 0 ? 1 : 0)) % options.length);
  options.forEach((option) => option.setAttribute("aria-selected", String(option === next)));
  field.setAttribute("aria-activedescendant", next.id);
  next.scrollIntoView({ block: "nearest" });
}

function press(event) {
  const field = event.currentTarget;
  if (field.getAttribute("aria-expanded") !== "true") return;
  const active = document.getElementById(field.getAttribute("aria-activedescendant"));
  if (event.key === "ArrowDown" || event.key === "ArrowUp") move(field, event.key === "ArrowDown" ? 1 : -1);
  else if (event.key === "Enter" && active) take(field, active);
  else if (event.key === "Escape") close(field);
  else return;
  event.preventDefault();
}

function begin(field) {
  const list = document.createElement("ul");
  list.id = `${field.id}-offered`;
  list.className = "plein-offered";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", document.querySelector(`label[for="${field.id}"]`)?.textContent.trim() ?? "");
  list.hidden = true;
  field.after(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]])
    field.setAttribute(name, value);
  // No connection: one goes on typing.
  field.addEventListener("input", () => offer(field).catch(() => close(field)));
  field.addEventListener("keydown", press);
  field.addEventListener("blur", () => setTimeout(() => close(field), waitMs));
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    if (!option) return;
    event.preventDefault();
    take(field, option);
  });
}

const field = document.querySelector("input#subjects");
if (field) begin(field);
