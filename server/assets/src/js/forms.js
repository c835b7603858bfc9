// A form that is on its way is not sent again by an impatient second click. The button stays focusable and is marked,
// not disabled: a disabled button would lose the focus and its own name and value.
function mark(button, isBusy) {
  button.classList.toggle("nl-button--busy", isBusy);
  if (isBusy) button.setAttribute("aria-disabled", "true");
  else button.removeAttribute("aria-disabled");
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "dialog" || form.matches("[data-hx-get], [hx-get]")) return;
  if (form.dataset.busy) return event.preventDefault();
  form.dataset.busy = "yes";
  if (event.submitter) mark(event.submitter, true);
});

// Without a new page the form stays: free it for a next time.
document.addEventListener("htmx:finally:request", ({ detail }) => {
  const form = detail.ctx?.sourceElement;
  if (!form?.dataset.busy) return;
  delete form.dataset.busy;
  for (const button of form.querySelectorAll(".nl-button--busy")) mark(button, false);
});

// Back in history shows the page as it was left: free its forms.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-busy]")) delete form.dataset.busy;
  for (const button of document.querySelectorAll(".nl-button--busy")) mark(button, false);
});

// After a form came back with errors, start reading there.
document.querySelector("[data-focus-first]")?.focus();

// A choice that applies at once needs no button; the button stays for those without script.
document.addEventListener("change", ({ target }) => {
  const form = target.closest?.("form[data-submit-on-change]");
  if (form) form.requestSubmit();
});
