// No answer, or one without the part that was asked for: what stands on the page stays there, and a sentence says so.
export function tell() {
  const region = document.getElementById("toasts");
  const toast = document.createElement("p");
  toast.className = "plein-toast";
  toast.textContent = region.dataset.noAnswer;
  region.replaceChildren(toast);
}

document.addEventListener("htmx:error", ({ detail }) => {
  if (detail.ctx?.request) tell();
});

document.addEventListener("htmx:before:swap", (event) => {
  const { response, select, text } = event.detail.ctx;
  const isPartMissing = select?.startsWith("#") && !text?.includes(`id="${select.slice(1)}"`);
  if (!isPartMissing || !(response?.status >= 400)) return;
  event.preventDefault();
  tell();
});

// A page that is on its way without a connection would be lost together with what was typed.
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (navigator.onLine || form.method === "dialog" || form.matches("[hx-post], [hx-get], [data-hx-post], [data-hx-get]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    tell();
  },
  { capture: true },
);
