// The toolbar is one stop of the Tab key; the arrows, Home and End walk through its buttons. The keys of the most used
// ones work while typing too.
const steps = { ArrowRight: 1, ArrowLeft: -1 };
const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

const buttonsOf = (bar) => [...bar.querySelectorAll("button")];

function moveTo(buttons, button) {
  for (const other of buttons) other.tabIndex = other === button ? 0 : -1;
}

function walk(event, bar) {
  const buttons = buttonsOf(bar);
  const at = buttons.indexOf(event.target.closest("button"));
  if (at < 0) return;
  const last = buttons.length - 1;
  const to = { Home: 0, End: last }[event.key] ?? (at + steps[event.key] + buttons.length) % buttons.length;
  event.preventDefault();
  moveTo(buttons, buttons[to]);
  buttons[to].focus();
}

export function toolbar(editor, field) {
  const bar = editor.querySelector("markdown-toolbar");
  bar.addEventListener("keydown", (event) => {
    if (event.key in steps || event.key === "Home" || event.key === "End") walk(event, bar);
  });
  bar.addEventListener("focusin", ({ target }) => moveTo(buttonsOf(bar), target.closest("button")));
  if (isMac) for (const button of bar.querySelectorAll("[data-key]")) button.title = button.title.replace("Ctrl+", "⌘");
  field.addEventListener("keydown", (event) => {
    const isPlain = (isMac ? event.metaKey : event.ctrlKey) && !event.altKey && !event.shiftKey;
    const button = isPlain && buttonsOf(bar).find(({ dataset }) => dataset.key === event.key.toLowerCase());
    if (!button) return;
    event.preventDefault();
    button.click();
  });
}
