// form[data-roster]: a week of people and shifts. What came back unsaved or is proposed is put in; a phone shows one day and swipes to the next.
import { choose, chosenCells } from "./roster-cells.js";
import { NOTHING, cellOf, form, put, putBack, table, tell } from "./roster-days.js";
import "./roster-dialogs.js";
import "./roster-groups.js";

if (form) {
  const cells = [...table.querySelectorAll("[data-cell]")];

  document.querySelector("[data-reset]")?.addEventListener("click", putBack);

  // What came back unsaved, and what a copied week proposes.
  if (form.dataset.typed) {
    for (const [key, day] of Object.entries(JSON.parse(form.dataset.typed))) if (cellOf(key)) put(cellOf(key), day);
  }
  for (const cell of cells) if (cell.dataset.then) put(cell, { ...NOTHING, word: cell.dataset.then });
  if (document.querySelector("[data-save]")) tell();
  const begins = table.querySelector("[data-cell].is-today") ?? cells[0];
  if (begins) begins.tabIndex = 0;
  table.addEventListener("focusin", (event) => {
    const cell = event.target.closest("[data-cell]");
    if (cell && !chosenCells().includes(cell)) choose([cell]);
  });

  // A phone shows one day: a swipe goes to the next.
  let touched = null;
  table.addEventListener("touchstart", (event) => (touched = event.touches[0].clientX), { passive: true });
  table.addEventListener("touchend", (event) => {
    const way = touched === null ? 0 : event.changedTouches[0].clientX - touched;
    touched = null;
    if (Math.abs(way) < 60) return;
    const days = [...table.querySelectorAll("thead [data-day]")].map((head) => head.dataset.day);
    const shown = days[days.indexOf(table.querySelector("thead .is-shown")?.dataset.day) + (way < 0 ? 1 : -1)];
    if (!shown) return;
    for (const cell of table.querySelectorAll("[data-day]")) cell.classList.toggle("is-shown", cell.dataset.day === shown);
  });
}
