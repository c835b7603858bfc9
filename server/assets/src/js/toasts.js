// A toast stays ten seconds, longer while the pointer or the focus is on it. Without script it simply stays.
const stayMs = 10_000;

function expire(toast) {
  let timer;
  const start = () => (timer = setTimeout(() => toast.remove(), stayMs));
  const stop = () => clearTimeout(timer);
  toast.addEventListener("mouseenter", stop);
  toast.addEventListener("mouseleave", start);
  toast.addEventListener("focusin", stop);
  toast.addEventListener("focusout", start);
  start();
}

function watch(region) {
  for (const toast of region.children) expire(toast);
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) for (const node of addedNodes) if (node instanceof Element) expire(node);
  }).observe(region, { childList: true });
}

for (const region of document.querySelectorAll(".plein-toasts")) watch(region);
