// The arrows walk through a list of results, from the search field down and back. The list is `data-arrows`, its
// stops are `data-stop`, and `data-arrows-from` on a field names the list it leads to.
const steps = { ArrowDown: 1, ArrowUp: -1 };

function stopsOf(list) {
  return [...list.querySelectorAll("[data-stop]")];
}

function fieldFor(list) {
  return document.querySelector(`[data-arrows-from="${list.id}"]`);
}

function walk(event, list) {
  const stops = stopsOf(list);
  const position = stops.indexOf(event.target);
  if (position < 0) return;
  const next = stops[position + steps[event.key]] ?? (event.key === "ArrowUp" ? fieldFor(list) : undefined);
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function enter(event, field) {
  if (event.key !== "ArrowDown") return;
  const list = document.getElementById(field.dataset.arrowsFrom);
  const [first] = list ? stopsOf(list) : [];
  if (!first) return;
  event.preventDefault();
  first.focus();
}

document.addEventListener("keydown", (event) => {
  // In a list that is open below the field the arrows walk there.
  if (event.defaultPrevented || !(event.key in steps) || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const list = event.target.closest?.("[data-arrows]");
  if (list) return walk(event, list);
  const field = event.target.closest?.("[data-arrows-from]");
  if (field) enter(event, field);
});
