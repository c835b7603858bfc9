// Native dialogs: opened by a control with `data-opens`, closed by Escape, by a click beside them, or by a form with
// method "dialog". The browser itself keeps the focus inside and gives it back.
export function open(dialog) {
  if (dialog && !dialog.open) dialog.showModal();
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-opens]");
  const dialog = opener && document.getElementById(opener.dataset.opens);
  if (dialog) {
    event.preventDefault();
    return open(dialog);
  }
  if (event.target instanceof HTMLDialogElement) event.target.close();
});
