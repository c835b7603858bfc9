// How many characters are left, once that begins to matter. A screen reader hears it when typing pauses.
import { announce } from "../announce.js";

export function count(editor, field) {
  const place = editor.querySelector("[data-left]");
  const nearBy = Math.min(500, Math.ceil(field.maxLength / 10));
  const show = () => {
    const left = field.maxLength - field.value.length;
    const sentence = left <= nearBy ? place.dataset.words.replace("%count%", left.toLocaleString(document.documentElement.lang)) : "";
    if (sentence === place.textContent) return;
    place.textContent = sentence;
    if (sentence) announce(sentence);
  };
  if (field.maxLength < 0) return;
  field.addEventListener("input", show);
  show();
}
