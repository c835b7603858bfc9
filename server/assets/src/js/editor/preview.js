// How it will look, made by the server as for any reader. Beside the text where there is room, else below it.
import { announce } from "../announce.js";
import { tell } from "../answers.js";

const waitMs = 500;

async function ask(at, text) {
  const body = new URLSearchParams({ text });
  const answer = await fetch(at, { method: "POST", body, headers: { "hx-request": "true" } });
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.text();
}

export function preview(editor, field) {
  const button = editor.querySelector("[data-look]");
  const pane = editor.querySelector("[data-preview]");
  let timer;
  let turn = 0;

  async function show() {
    const mine = (turn += 1);
    pane.setAttribute("aria-busy", "true");
    try {
      const html = await ask(editor.dataset.previewAt, field.value);
      if (mine !== turn) return;
      pane.innerHTML = html;
      const advice = pane.querySelector(".plein-editor__advice .plein-message__title");
      if (advice) announce(advice.textContent);
    } catch {
      if (mine === turn) tell();
    } finally {
      if (mine === turn) pane.removeAttribute("aria-busy");
    }
  }

  button.addEventListener("click", () => {
    pane.hidden = !pane.hidden;
    button.setAttribute("aria-expanded", String(!pane.hidden));
    editor.classList.toggle("plein-editor--previewing", !pane.hidden);
    if (!pane.hidden) show();
  });
  field.addEventListener("input", () => {
    clearTimeout(timer);
    if (!pane.hidden) timer = setTimeout(show, waitMs);
  });
}
