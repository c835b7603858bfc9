// Who else is changing a page of a wiki, while its editor is open. Without it the sentence is right when the page is opened.
const told = document.querySelector("[data-editing]");
let source;

function listen() {
  if (!told || source || document.hidden) return;
  source = new EventSource(told.dataset.editing);
  source.addEventListener("editing", ({ data }) => {
    const { words } = JSON.parse(data);
    if (told.textContent !== words) told.textContent = words;
  });
}

function stop() {
  source?.close();
  source = undefined;
}

document.addEventListener("visibilitychange", () => (document.hidden ? stop() : listen()));
// A page in the back-forward cache holds no connection.
addEventListener("pagehide", stop);
addEventListener("pageshow", listen);
