// On a phone a part of the page, such as the filters, opens over the rest. The rest is made inert meanwhile, so that
// neither Tab nor a screen reader wanders off behind it.
const openClass = "plein-sheet--open";
let opener;

function siblingsOf(sheet) {
  const others = [];
  for (let node = sheet; node !== document.body; node = node.parentElement) {
    others.push(...[...node.parentElement.children].filter((child) => child !== node && child.id !== "live"));
  }
  return others;
}

function show(sheet, button) {
  opener = button;
  for (const other of siblingsOf(sheet)) other.inert = true;
  sheet.classList.add(openClass);
  sheet.setAttribute("role", "dialog");
  sheet.setAttribute("aria-modal", "true");
  document.documentElement.classList.add("plein-sheet-is-open");
  sheet.querySelector("[data-closes-sheet]")?.focus();
}

function hide(sheet) {
  for (const other of siblingsOf(sheet)) other.inert = false;
  sheet.classList.remove(openClass);
  sheet.setAttribute("role", "group");
  sheet.removeAttribute("aria-modal");
  document.documentElement.classList.remove("plein-sheet-is-open");
  opener?.focus();
}

const openSheet = () => document.querySelector(`.${openClass}`);

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-opens-sheet]");
  if (button) return show(document.getElementById(button.dataset.opensSheet), button);
  if (!event.target.closest?.("[data-closes-sheet]")) return;
  const sheet = openSheet();
  if (!sheet) return;
  event.preventDefault();
  hide(sheet);
});

document.addEventListener("keydown", (event) => {
  const sheet = event.key === "Escape" && openSheet();
  if (sheet) hide(sheet);
});

// Turned or widened until the sheet has its own column: there is nothing to cover any more.
matchMedia("(width >= 56rem)").addEventListener("change", ({ matches }) => {
  const sheet = matches && openSheet();
  if (sheet) hide(sheet);
});
