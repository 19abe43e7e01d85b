// Cells of the roster are walked by arrows, selected with Shift, copied by Ctrl+C and Ctrl+V; [data-put] (keys 1 to 9) puts a shift into those chosen.
import { NOTHING, form, put, rows, standing, table, tell, wasWord } from "./roster-days.js";

let chosen = []; // cells, the one that has the focus last
let copied = [];

/** The cells that are chosen, the one that has the focus last. */
export const chosenCells = () => chosen;

/** Choose these cells, the last of which has the focus. */
export function choose(list) {
  for (const cell of chosen) {
    cell.classList.remove("is-chosen", "is-focus");
    cell.tabIndex = -1;
  }
  chosen = list;
  for (const cell of chosen) cell.classList.add("is-chosen");
  const at = chosen.at(-1);
  if (!at) return;
  at.classList.add("is-focus");
  at.tabIndex = 0;
  at.focus({ preventScroll: false });
  form.querySelector("[data-chosen]").textContent = `${at.dataset.name} · ${at.dataset.label}`;
  const before = form.querySelector("[data-before]");
  before.textContent = wasWord(at);
  for (const button of form.querySelectorAll("[data-put]")) {
    const day = standing(at);
    button.setAttribute("aria-pressed", String(!day.leave && day.word === button.dataset.put));
  }
}

/** The cell so many rows and columns further that may be changed, within the table. */
function beside(cell, down, right) {
  const open = rows().filter((row) => row.querySelector("[data-cell]"));
  const row = open[open.indexOf(cell.closest("tr")) + down];
  if (!row) return null;
  const at = cell.cellIndex + right;
  const found = row.cells[at];
  return found?.dataset.cell ? found : null;
}

let anchor = null;
function span(from, to) {
  const all = rows();
  const [top, bottom] = [all.indexOf(from.closest("tr")), all.indexOf(to.closest("tr"))].sort((a, b) => a - b);
  const [left, right] = [from.cellIndex, to.cellIndex].sort((a, b) => a - b);
  const inside = all.slice(top, bottom + 1).flatMap((row) => [...row.cells].slice(left, right + 1)).filter((cell) => cell.dataset.cell);
  return [...inside.filter((cell) => cell !== to), to];
}

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

table?.addEventListener("keydown", (event) => {
  const at = chosen.at(-1);
  if (!at) return;
  const copies = event.ctrlKey || event.metaKey;
  if (ARROWS[event.key] && !copies) {
    event.preventDefault();
    const next = beside(at, ...ARROWS[event.key]);
    if (!next) return;
    if (event.shiftKey) choose(span((anchor ??= at), next));
    else {
      anchor = null;
      choose([next]);
    }
  } else if (copies && event.key.toLowerCase() === "c") {
    event.preventDefault();
    copied = chosen.map((cell) => ({ row: cell.closest("tr"), column: cell.cellIndex, day: { ...standing(cell), stand_in: "" } }));
  } else if (copies && event.key.toLowerCase() === "v" && copied.length) {
    event.preventDefault();
    paste(at);
  } else if (event.key === "Delete" || event.key === "Backspace") {
    event.preventDefault();
    for (const cell of chosen) put(cell, NOTHING);
    after();
  }
});

/** One day fills all that are chosen; several are laid from here on as they lay. */
function paste(at) {
  if (copied.length === 1) for (const cell of chosen) put(cell, copied[0].day);
  else {
    const all = rows();
    const top = Math.min(...copied.map((each) => all.indexOf(each.row)));
    const left = Math.min(...copied.map((each) => each.column));
    for (const each of copied) {
      const row = all[all.indexOf(at.closest("tr")) + all.indexOf(each.row) - top];
      const cell = row?.cells[at.cellIndex + each.column - left];
      if (cell?.dataset.cell) put(cell, each.day);
    }
  }
  after();
}

/** Something was put: say so, and stay where one was. */
export function after() {
  tell();
  choose([...chosen]);
}

table?.addEventListener("click", (event) => {
  const cell = event.target.closest("[data-cell]");
  if (!cell) return;
  if (event.shiftKey && chosen.length) choose(span((anchor ??= chosen.at(-1)), cell));
  else {
    anchor = null;
    choose([cell]);
  }
});

for (const button of form?.querySelectorAll("[data-put]") ?? []) {
  button.addEventListener("click", () => {
    for (const cell of chosen) put(cell, { ...NOTHING, word: button.dataset.put });
    after();
  });
}
