// The half hours beside the appointments follow the day of the row one stands on, unless a form is open there; the row of that form is marked.
import htmx from "../../parts/htmx.js";

const WAIT = 150; // milliseconds one stands on a row before its day is asked for
const aside = () => document.getElementById("appointments-aside");
const at = () => document.querySelector("[data-row].is-at");
let waits = 0;

function show(day) {
  const pane = aside();
  if (!pane || pane.classList.contains("has-form") || pane.dataset.day === day || new URLSearchParams(location.search).has("slot")) return;
  htmx.ajax("GET", `${pane.dataset.refetch}?day=${day}`, { source: "#appointments-aside", target: "#appointments-aside", swap: "outerHTML" });
}

document.addEventListener("focusin", (event) => {
  const row = event.target.closest?.("[data-row][data-day]");
  if (!row || !aside()) return;
  clearTimeout(waits);
  waits = setTimeout(() => show(row.dataset.day), WAIT);
});

aside()?.querySelector("[autofocus]")?.focus(); // after the list has lit the row of the form

document.addEventListener("click", (event) => event.target.closest?.("[data-beside]") && clearTimeout(waits));

document.addEventListener("htmx:afterSettle", () => { // before that the pane still says of itself what the former one said
  if (!aside()) return;
  const opened = aside().classList.contains("has-form") ? at() : null;
  for (const row of document.querySelectorAll("[data-row][data-day]")) row.classList.toggle("is-on", row === opened);
  const field = aside().querySelector("[autofocus]");
  if (field) field.focus();
  else if (document.activeElement === document.body) (at()?.querySelector("a[data-open]") ?? at()?.querySelector("a, button"))?.focus();
});
