// `/` goes to the search field, `?` shows the keys. Single keys disturb people who speak to their computer, so they
// can be switched off on the help page (WCAG 2.1.4); the server then renders data-shortcuts="off".
import { open } from "./dialogs.js";

const areOn = document.documentElement.dataset.shortcuts !== "off";

const actions = {
  "/": () => focusSearch(),
  "?": () => open(document.getElementById("shortcuts")),
};

function focusSearch() {
  const field = [...document.querySelectorAll("[data-search]")].find((input) => input.checkVisibility());
  if (field) {
    field.focus();
    field.select();
    return;
  }
  const link = document.querySelector("[data-search-link]");
  if (link) location.assign(link.href);
}

const isTyping = ({ target }) => target.isContentEditable || target.matches?.("input:not([type=checkbox], [type=radio]), textarea, select");

document.addEventListener("keydown", (event) => {
  const action = areOn && actions[event.key];
  if (!action || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
  event.preventDefault();
  action();
});
