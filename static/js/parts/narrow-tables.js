// On a phone a table's head is out of sight: each number, and each cell of a column with data-word, says by the word of its column what it is.
import { onContent } from "./page.js";

function say(table) {
  const heads = [...([...(table.tHead?.rows ?? [])].at(-1)?.cells ?? [])];
  for (const cell of table.querySelectorAll(":is(tbody, tfoot) td:not([data-label])")) {
    const head = heads[cell.cellIndex];
    if (cell.colSpan === 1 && head?.matches(".d-num, [data-word]")) cell.dataset.label = head.textContent.trim();
  }
}

onContent(() => document.querySelectorAll(".d-table:not(.is-grid)").forEach(say));
