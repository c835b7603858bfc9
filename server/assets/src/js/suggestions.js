// Colleagues, subjects and organisations below a search field while somebody types. Choosing one goes there; without script,
// and with nothing chosen, the field searches.
import { combobox } from "./combobox.js";

const lettersMin = 2;

for (const field of document.querySelectorAll("input[data-suggestions]")) {
  const find = (value) => {
    const typed = value.trimStart();
    return typed.trim().length < lettersMin ? undefined : `${field.dataset.suggestions}?q=${encodeURIComponent(typed)}`;
  };
  combobox(field, { find, take: (option) => location.assign(option.href) });
}
