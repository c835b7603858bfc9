// Enter at the end of a line of a list begins the next line with the same sign; Enter on a line that holds only the sign
// ends the list.
import { insert } from "./insert.js";

const item = /^(\s*(?:>\s?)*)(?:([-*+])|(\d{1,9})([.)]))( \[[ xX]\])?( +)(.*)$/;

function lineBefore(field) {
  const start = field.value.lastIndexOf("\n", field.selectionStart - 1) + 1;
  return { start, text: field.value.slice(start, field.selectionStart) };
}

function next([, before, bullet, number, behind, task, space]) {
  const sign = bullet ?? `${Number(number) + 1}${behind}`;
  return `\n${before}${sign}${task ? " [ ]" : ""}${space}`;
}

export function continueLists(_, field) {
  field.addEventListener("keydown", (event) => {
    const isPlain = event.key === "Enter" && !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey;
    // A list of names is open: Enter picks one.
    if (!isPlain || event.isComposing || event.defaultPrevented || field.hasAttribute("aria-activedescendant")) return;
    if (field.selectionStart !== field.selectionEnd) return;
    const line = lineBefore(field);
    const found = line.text.match(item);
    if (!found) return;
    event.preventDefault();
    if (found.at(-1) !== "") return insert(field, next(found));
    field.setSelectionRange(line.start, field.selectionStart);
    insert(field, "");
  });
}
