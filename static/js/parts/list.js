// Rows marked data-row inside data-list: J and K, or the arrows, go down and up, X selects, Enter opens (the row's link a[data-open] has the focus).
// A letter of the row (data-key) presses its button. data-list="lit" stands on a row from the start: that whose form is open, else the first to open.
// In data-steps the row one stands on (aria-current) is open beside the list: the arrows open the one below and above.
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

const KEYS = { j: () => step(1), k: () => step(-1), x: () => at()?.querySelector("[data-select]")?.click() };

document.addEventListener("keydown", (event) => {
  const act = KEYS[event.key.toLowerCase()];
  if (!act || !singles || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || dialogInFront() || rows().length === 0) return;
  event.preventDefault();
  act();
});

document.addEventListener("focusin", (event) => {
  const row = event.target.closest?.("[data-list] [data-row]");
  if (row && row !== at()) {
    at()?.classList.remove("is-at");
    row.classList.add("is-at");
  }
});

const lit = document.querySelector('[data-list="lit"]');
if (lit && matchMedia("(pointer: fine)").matches) moveTo(lit.querySelector("[data-row].is-on") ?? lit.querySelector("[data-row]:has([data-open])"));
