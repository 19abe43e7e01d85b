// Rows marked data-row inside data-list: J and K, or the arrows, go down and up, X selects, Enter opens (the row's link a[data-open] has the focus).
// A letter of the row (data-key) presses its button. data-list="lit" stands on a row from the start: that whose form is open, else the first to open.
// In data-steps the row one stands on (aria-current) is open beside the list: the arrows open the one below and above. In data-steps="beside" only what
// stands beside comes anew: the row that is open is marked here, J and K walk like the arrows, and Enter on it presses the key of what is beside.
import { dialogInFront, isTyping, isUsable } from "./page.js";

const singles = document.body.dataset.singleKeys !== "no";
const rows = () => [...document.querySelectorAll("[data-list] [data-row]")].filter(isUsable);
const at = () => document.querySelector("[data-row].is-at");

function moveTo(row) {
  if (!row) return;
  at()?.classList.remove("is-at");
  row.classList.add("is-at");
  (row.querySelector("a[data-open]") ?? row.querySelector("a, button, input"))?.focus();
  row.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const all = rows();
  const place = all.indexOf(at());
  moveTo(place < 0 ? all[0] : all[Math.min(Math.max(place + by, 0), all.length - 1)]);
}

/** Open the row beside the one that is open. */
function open(by) {
  const all = [...document.querySelectorAll("[data-steps] tr:has(a)")].filter(isUsable);
  all[all.findIndex((row) => row.hasAttribute("aria-current")) + by]?.querySelector("a").click();
}

const ARROWS = { ArrowDown: 1, ArrowUp: -1 };
const CHOOSES = "input, summary, [role=radiogroup] *"; // where an arrow means something else

document.addEventListener("keydown", (event) => {
  const by = ARROWS[event.key];
  const steps = document.querySelector("[data-steps]") !== null;
  if (!by || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || isTyping(event.target) || event.target.closest(CHOOSES) || dialogInFront()) return;
  if (!steps && rows().length === 0) return;
  event.preventDefault();
  if (steps) open(by);
  else step(by);
});

const walk = (by) => (document.querySelector('[data-list][data-steps="beside"]') ? open(by) : step(by));
const KEYS = { j: () => walk(1), k: () => walk(-1), x: () => at()?.querySelector("[data-select]")?.click() };

document.addEventListener("keydown", (event) => {
  const act = KEYS[event.key.toLowerCase()];
  if (!act || !singles || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || dialogInFront() || rows().length === 0) return;
  event.preventDefault();
  act();
});

/** Mark the row whose link was followed; the one that is open already gives Enter on to what stands beside it. */
function opens(event) {
  const row = event.target.closest?.('[data-steps="beside"] [data-row]');
  const link = row?.querySelector("a[data-open]");
  if (!row || event.ctrlKey || event.metaKey) return;
  if (!event.target.closest("a")) {
    link.click();
    return;
  }
  const primary = event.detail === 0 && event.isTrusted && row.hasAttribute("aria-current") ? document.querySelector('[data-key="Enter"]') : null;
  if (primary) {
    event.preventDefault();
    event.stopPropagation();
    primary.click();
    return;
  }
  for (const other of document.querySelectorAll('[data-steps="beside"] [data-row]')) {
    other.classList.toggle("is-on", other === row);
    if (other === row) other.setAttribute("aria-current", "true");
    else other.removeAttribute("aria-current");
  }
  row.scrollIntoView({ block: "nearest" });
}

document.addEventListener("click", opens, { capture: true });

document.addEventListener("focusin", (event) => {
  const row = event.target.closest?.("[data-list] [data-row]");
  if (row && row !== at()) {
    at()?.classList.remove("is-at");
    row.classList.add("is-at");
  }
});

const lit = document.querySelector('[data-list="lit"]');
if (lit && matchMedia("(pointer: fine)").matches) moveTo(lit.querySelector("[data-row].is-on") ?? lit.querySelector("[data-row]:has([data-open])"));
