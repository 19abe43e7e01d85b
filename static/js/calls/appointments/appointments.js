// The half hours beside the appointments follow the day of the row one stands on, unless a form is open there; the row of that form is marked.
import htmx from "../../parts/htmx.js";

const WAIT = 150; // milliseconds one stands on a row before its day is asked for
const aside = () => document.getElementById("appointments-aside");
let waits = 0;

function show(day) {
  const pane = aside();
  if (!pane || pane.classList.contains("has-form") || pane.dataset.day === day || new URLSearchParams(location.search).has("slot")) return;
  htmx.ajax("GET", `${pane.dataset.refetch}?day=${day}`, { target: "#appointments-aside", swap: "outerHTML" });
}

document.addEventListener("focusin", (event) => {
  const row = event.target.closest?.("[data-row][data-day]");
  if (!row || !aside()) return;
  clearTimeout(waits);
  waits = setTimeout(() => show(row.dataset.day), WAIT);
});

aside()?.querySelector("[autofocus]")?.focus(); // after the list has lit the row of the form

document.addEventListener("htmx:afterSwap", () => {
  if (!aside()) return;
  const opened = aside().classList.contains("has-form") ? document.querySelector("[data-row].is-at") : null;
  for (const row of document.querySelectorAll("[data-row][data-day]")) row.classList.toggle("is-on", row === opened);
  const field = aside().querySelector("[autofocus]");
  if (field) field.focus();
  else if (document.activeElement === document.body) document.querySelector("[data-row].is-at :is(a[data-open], a, button)")?.focus();
});
