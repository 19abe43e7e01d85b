// On a phone the card and the time of a call are one line each, and open as a sheet from below; closing one keeps what it holds.
import { onContent } from "../../parts/page.js";

const sheets = () => [...document.querySelectorAll("[data-sheet]")];

/** What is written in a sheet, as its line says it. */
function wordsOf(sheet) {
  const chosen = [...sheet.querySelectorAll("input:checked")].map((input) => input.closest("label").textContent.trim());
  const typed = [...sheet.querySelectorAll(".d-sheet-body :is(input:not([type=radio], [type=checkbox], [type=datetime-local]), select)")];
  const written = typed.filter((field) => field.value).map((field) => (field.options ? field.selectedOptions[0].textContent : field.value));
  return [...chosen, ...written].join(" · ");
}

function say(sheet) {
  const place = sheet.querySelector("[data-sheet-words]");
  place.dataset.none ??= place.textContent;
  place.textContent = wordsOf(sheet) || place.dataset.none;
}

export function openSheet(sheet) {
  if (!sheet) return;
  sheet.classList.add("is-open");
  sheet.querySelector("[data-opens-sheet]").setAttribute("aria-expanded", "true");
}

export function closeSheets() {
  for (const sheet of sheets()) {
    sheet.classList.remove("is-open");
    sheet.querySelector("[data-opens-sheet]").setAttribute("aria-expanded", "false");
  }
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-opens-sheet]");
  if (opener) openSheet(opener.closest("[data-sheet]"));
  else if (event.target.closest?.("[data-closes-sheet]") || event.target.matches?.("[data-sheet]")) closeSheets();
});
for (const kind of ["input", "change"]) {
  document.addEventListener(kind, (event) => {
    const sheet = event.target.closest?.("[data-sheet]");
    if (sheet) say(sheet);
  });
}
onContent((within) => within.querySelectorAll("[data-sheet]").forEach(say));
