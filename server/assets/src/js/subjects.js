// Subjects behind a comma, offered while somebody types; without script one types them whole.
import { combobox } from "./combobox.js";

const lettersMin = 2;
const field = document.querySelector("input#subjects");

function find(value) {
  const typed = value.split(",").at(-1).trim();
  return typed.length < lettersMin ? undefined : `/subjects/suggest?q=${encodeURIComponent(typed)}`;
}

function take(option) {
  const before = field.value.split(",").slice(0, -1).map((part) => part.trim());
  field.value = [...before, option.dataset.value, ""].join(", ");
  field.focus();
}

if (field) combobox(field, { find, take });
