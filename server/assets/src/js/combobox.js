// A list offered below a field while somebody types (the combobox pattern of ARIA): the focus stays in the field, which names
// the option that Enter would take. The options stand in the list, or in groups of it.
import { announce } from "./announce.js";

const waitMs = 150;
const steps = { ArrowDown: 1, ArrowUp: -1 };

/**
 * `find(value)` gives the address to ask for what was typed, or nothing when it is too little; `take(option)` is what choosing
 * one does, except for links, which lead where they lead.
 */
export function combobox(field, { find, take }) {
  const list = container(field);
  const options = () => [...list.querySelectorAll("[role=option]")];
  const isOpen = () => !list.hidden;
  let turn = 0;

  function close() {
    turn += 1;
    list.replaceChildren();
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function choose(option) {
    close();
    take(option);
  }

  function show(found) {
    list.replaceChildren(...found.children);
    options().forEach((option, at) => (option.id = `${list.id}-${at}`));
    list.hidden = options().length === 0;
    list.scrollTop = 0;
    field.setAttribute("aria-expanded", String(isOpen()));
    field.removeAttribute("aria-activedescendant");
    announce(found.dataset.found, field.id);
  }

  async function offer() {
    const address = find(field.value);
    if (!address) return close();
    const mine = (turn += 1);
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    if (mine !== turn) return;
    const answer = await fetch(address, { headers: { "hx-request": "true" } });
    if (mine !== turn) return;
    if (!answer.ok || answer.redirected) return close();
    const part = document.createElement("template");
    part.innerHTML = await answer.text();
    if (mine === turn && document.activeElement === field) show(part.content.querySelector("[role=listbox]"));
  }

  function move(step) {
    const all = options();
    const now = all.findIndex((option) => option.id === field.getAttribute("aria-activedescendant"));
    const next = all.at((now + step + (now < 0 && step < 0 ? 1 : 0)) % all.length);
    all.forEach((option) => option.setAttribute("aria-selected", String(option === next)));
    field.setAttribute("aria-activedescendant", next.id);
    next.scrollIntoView({ block: "nearest" });
  }

  function press(event) {
    const active = isOpen() && document.getElementById(field.getAttribute("aria-activedescendant"));
    // Nothing chosen: Enter does what it does in the field, and no list comes after it.
    if (event.key === "Enter" && !active) return close();
    if (!isOpen()) return;
    if (event.key in steps) move(steps[event.key]);
    else if (event.key === "Enter") choose(active);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  }

  // No connection: one goes on typing.
  field.addEventListener("input", () => offer().catch(close));
  field.addEventListener("keydown", press);
  field.addEventListener("blur", () => setTimeout(close, waitMs));
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option && !option.href) choose(option);
  });
}

function container(field) {
  const list = document.createElement("div");
  list.id = `${field.id}-offered`;
  list.className = "plein-offered";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", document.querySelector(`label[for="${field.id}"]`)?.textContent.trim() ?? "");
  list.hidden = true;
  field.after(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]])
    field.setAttribute(name, value);
  return list;
}
