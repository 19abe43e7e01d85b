// form[data-hand-over]: whoever is chosen for a lead, the tables beside it count again what each would hold and which rule decided.
// A row of the takers says data-taker (what a select holds) and data-of (how the selects' names begin). [data-shows] leaves those lines
// that say its word in data-is, or those that were changed; [data-give] chooses one taker for all that are ticked.
const rowsOf = (form) => [...form.querySelectorAll("[data-is]")];
const selectOf = (row) => row.querySelector("select[data-proposed]");
const isChanged = (row) => selectOf(row).value !== selectOf(row).dataset.proposed;

function tenths(value) {
  const text = Math.abs(value).toFixed(1);
  return text === "0.0" ? text : `${value < 0 ? "−" : "+"}${text}`;
}

function countTakers(form, rows) {
  for (const taker of form.querySelectorAll("[data-taker]")) {
    const theirs = rows.filter((row) => selectOf(row).name.startsWith(`${taker.dataset.of}-`) && selectOf(row).value === taker.dataset.taker);
    taker.querySelector("[data-gets]").textContent = theirs.length ? `+${theirs.length}` : "0";
    taker.querySelector("[data-then]").textContent = Number(taker.dataset.holds) + theirs.length;
    const expects = taker.querySelector("[data-expects]");
    if (expects) expects.textContent = tenths(theirs.reduce((sum, row) => sum + Number(row.dataset.worth), 0));
  }
}

function count(form) {
  const rows = rowsOf(form);
  countTakers(form, rows);
  for (const place of form.querySelectorAll("[data-rule-count]")) {
    place.textContent = rows.filter((row) => row.dataset.rule === place.dataset.ruleCount && !isChanged(row)).length;
  }
  const changed = rows.filter(isChanged).length;
  for (const place of form.querySelectorAll("[data-changed-count]")) place.textContent = changed;
}

function sayWhy(form, row) {
  const select = selectOf(row);
  row.classList.toggle("is-on", isChanged(row));
  row.querySelector("[data-why]").textContent = isChanged(row) ? form.dataset.changedWhy.replace("%s", select.dataset.proposedName) : row.dataset.proposedWhy;
}

/** Give all that are ticked and may go there to one taker; the choice itself is ready for the next. */
function give(form, choice) {
  const [kind, taker] = choice.value.split(":");
  choice.value = "";
  for (const row of rowsOf(form)) {
    if (!row.querySelector("[data-select]").checked || !selectOf(row).name.startsWith(kind)) continue;
    selectOf(row).value = taker;
    sayWhy(form, row);
  }
  form.querySelector("[data-select-none]").click();
}

document.addEventListener("change", (event) => {
  const form = event.target.closest?.("[data-hand-over]");
  if (!form) return;
  if (event.target.matches("[data-give]")) give(form, event.target);
  else if (event.target.matches("select[data-proposed]")) sayWhy(form, event.target.closest("tr"));
  else return;
  count(form);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-hand-over] [data-shows]");
  if (!button) return;
  const form = button.closest("form");
  const word = button.dataset.shows;
  for (const row of rowsOf(form)) {
    row.hidden = Boolean(word) && !(word === "changed" ? isChanged(row) : row.dataset.is.split(" ").includes(word));
    const box = row.querySelector("[data-select]");
    box.disabled = row.hidden;
    if (row.hidden) box.checked = false;
  }
  for (const each of form.querySelectorAll("[data-shows][aria-pressed]")) each.setAttribute("aria-pressed", String(each.dataset.shows === word));
  form.querySelector("[data-select-none]").click();
});
