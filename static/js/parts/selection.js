// Selecting rows: inside data-selection, [data-select] are the rows' check boxes, [data-select-page] the one of the head, [data-selected] the
// number, [data-select-total] takes all of the list (sets [data-all] to 1), [data-select-none] clears. [data-needs-selection] is disabled and
// [data-bulk] hidden while nothing is selected; data-count-text="Export %(n)s" is an element's text with the number, or with that of
// data-count. Shift takes a range.
import { onContent } from "./page.js";

const boxes = (scope) => [...scope.querySelectorAll("[data-select]:not(:disabled)")];
let last = null;

function show(scope) {
  const all = boxes(scope);
  const marked = all.filter((box) => box.checked).length;
  const everything = scope.querySelector("[data-all]")?.value === "1";
  const count = everything ? Number(scope.querySelector("[data-select-total]").dataset.selectTotal) : marked;
  for (const head of scope.querySelectorAll("[data-select-page]")) {
    head.checked = all.length > 0 && marked === all.length;
    head.indeterminate = marked > 0 && marked < all.length;
  }
  scope.querySelectorAll("[data-selected]").forEach((place) => (place.textContent = count.toLocaleString("en")));
  scope.querySelectorAll("[data-bulk]").forEach((bar) => (bar.hidden = count === 0));
  scope.querySelectorAll("[data-no-selection]").forEach((bar) => (bar.hidden = count > 0));
  scope.querySelectorAll("[data-needs-selection]").forEach((button) => (button.disabled = count === 0));
  scope.querySelectorAll("[data-count-text]").forEach((place) => (place.textContent = place.dataset.countText.replace("%(n)s", place.dataset.count ?? count)));
  scope.dispatchEvent(new CustomEvent("selection", { bubbles: true, detail: { count } }));
}

function setAll(scope, everything) {
  const field = scope.querySelector("[data-all]");
  if (field) field.value = everything ? "1" : "";
}

function markRange(scope, box) {
  const all = boxes(scope);
  const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
  if (from >= 0) all.slice(from, to + 1).forEach((each) => (each.checked = box.checked));
}

function mark(scope, checked) {
  boxes(scope).forEach((box) => (box.checked = checked));
}

document.addEventListener("click", (event) => {
  const scope = event.target.closest("[data-selection]");
  if (!scope) return;
  const box = event.target.closest("[data-select]");
  const [page, total, none] = ["page", "total", "none"].map((name) => event.target.closest(`[data-select-${name}]`));
  if (!box && !page && !total && !none) return;
  if (box && event.shiftKey) markRange(scope, box);
  if (box) last = box;
  if (page) mark(scope, page.checked);
  if (total) mark(scope, true);
  if (none) mark(scope, false);
  setAll(scope, Boolean(total));
  show(scope);
});

function showAll() {
  document.querySelectorAll("[data-selection]").forEach(show);
}

onContent(showAll);
window.addEventListener("pageshow", showAll);
