// The number beside the bell, while a page stays open. It listens only while the page is looked at: browsers allow few
// connections to one place, and who looks again sees how it stands at once.
import { announce } from "./announce.js";

let source;

function show({ unread, shown, words }) {
  const bell = document.querySelector(".plein-bell");
  if (!bell) return;
  const before = Number(bell.dataset.unread);
  bell.dataset.unread = unread;
  bell.querySelector(".plein-hidden").textContent = words;
  let count = bell.querySelector(".plein-bell__count");
  if (unread === 0) return count?.remove();
  if (!count) {
    count = document.createElement("span");
    count.className = "plein-bell__count";
    count.setAttribute("aria-hidden", "true");
    bell.append(count);
  }
  count.textContent = shown;
  if (unread > before) announce(words);
}

function listen() {
  if (source || document.hidden || !document.querySelector(".plein-bell")) return;
  source = new EventSource("/notifications/stream");
  source.addEventListener("unread", ({ data }) => show(JSON.parse(data)));
}

function stop() {
  source?.close();
  source = undefined;
}

document.addEventListener("visibilitychange", () => (document.hidden ? stop() : listen()));
// A page in the back-forward cache holds no connection.
addEventListener("pagehide", stop);
addEventListener("pageshow", listen);
