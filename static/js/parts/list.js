// Rows marked data-row inside data-list: J and K go down and up, X selects, Enter opens (the row's link a[data-open] has the focus).
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
