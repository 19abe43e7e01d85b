// The rows of a call by keyboard: a letter lights a row, digits choose in it, Esc leaves; Enter goes from field to field and saves nothing.
import { answersKind, asksKind } from "./promise-kinds.js";
import { closeSheets, openSheet } from "./call-sheets.js";
import { dialogInFront, isTyping, isUsable, onContent } from "../../parts/page.js";

const singles = document.body.dataset.singleKeys !== "no";
const OPENS = "QWERADL"; // letters of rows that a talk has: they mean that somebody was spoken with
const formOf = () => [...document.querySelectorAll("form[data-call]")].find(isUsable);
const usable = (row, what) => [...row.querySelectorAll(what)].filter(isUsable);

function light(row) {
  const form = row.closest("form");
  form.querySelectorAll(".d-talk.is-active").forEach((lit) => lit.classList.toggle("is-active", lit === row));
  row.classList.add("is-active");
  openSheet(row.closest("[data-sheet]"));
}

const leave = (form) => form.querySelectorAll(".d-talk.is-active").forEach((row) => row.classList.remove("is-active"));

const isAsItCame = (field) => (field.matches("[type=radio]") ? field.checked === field.defaultChecked : field.value === field.defaultValue);

/** The card's letter pressed again takes back the card it opened, as long as nothing was written on it. */
function untick(row, card) {
  const fields = [...row.querySelectorAll("input, select, textarea")].filter((each) => each !== card);
  if (!card?.checked || !row.dataset.ticked || !fields.every(isAsItCame)) return false;
  delete row.dataset.ticked;
  card.click();
  row.classList.remove("is-active");
  return true;
}

/** Light a row and land where one writes: in its first empty field, else in the first. */
function enter(row, byKey = true) {
  const card = row.querySelector("[data-card]");
  if (byKey && untick(row, card)) return;
  light(row);
  if (card && !card.checked) {
    card.click();
    row.dataset.ticked = "yes";
  }
  const fields = usable(row, "[data-lands]");
  const field = fields.find((each) => !each.value) ?? fields[0];
  field?.focus();
  if (field?.value && field.matches("input")) field.select();
  if (byKey) asksKind(field);
}

/** The nth choice of the lit row; after a day comes its time, after a reason what it asks for. */
function choose(row, number) {
  const choice = usable(row, "[data-digit]")[number - 1];
  choice?.click();
  const names = choice?.dataset.then ?? row.dataset.then;
  const asked = choice && names ? names.split(" ").map((name) => row.closest("form").elements[name]) : [];
  const then = asked.find(isUsable);
  if (then) enter(then.closest("[data-talk]"));
  return Boolean(choice);
}

function onDigit(event, form) {
  const row = form.querySelector(".d-talk.is-active");
  if (!row || !isUsable(row) || !/^[1-9]$/.test(event.key) || !choose(row, Number(event.key))) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

function onEscape(event, form) {
  if (form.querySelector("details[open]")) return;
  if (form.contains(event.target) && isTyping(event.target)) event.target.blur();
  leave(form);
  closeSheets();
}

/** Enter in a field of one line never sends the call: it goes on to the next one of its row. */
function onEnter(event) {
  if (!event.target.matches("form[data-call] input:not([type=checkbox], [type=radio])")) return;
  event.preventDefault();
  if (answersKind(event.target)) return;
  const row = event.target.closest("[data-talk]");
  const fields = row ? usable(row, "[data-lands]") : [];
  const next = fields[fields.indexOf(event.target) + 1];
  if (next) next.focus();
  else event.target.blur();
  asksKind(next);
}

document.addEventListener("keydown", (event) => {
  const form = formOf();
  if (!form || dialogInFront() || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "Escape") onEscape(event, form);
  else if (event.key === "Enter") onEnter(event);
  else if (singles && !isTyping(event.target)) {
    if (!form.dataset.said && OPENS.includes(event.key.toUpperCase())) form.querySelector("[name=outcome][data-meaning=connected]")?.click();
    onDigit(event, form);
  }
}, { capture: true });

document.addEventListener("click", (event) => {
  const label = event.target.closest?.("[data-lights]");
  if (label) enter(label.closest("[data-talk]"), event.detail === 0);
  const step = event.target.matches?.("form[data-call] [name=step]") ? event.target : null;
  if (step && !step.checked) leave(step.form);
  const first = step?.checked && step.form.querySelector(`[data-when-step=${step.value}] [data-talk]`);
  if (first) light(first);
  if (event.target.matches?.("form[data-call] [name=outcome]")) {
    leave(event.target.form);
    showOthers(event.target.closest("fieldset"), event.target.value);
  }
});

/** On a phone the chosen outcome stands alone; pressed again it shows the others. */
function showOthers(box, value) {
  box?.classList.toggle("is-open", box.dataset.chosen === value && !box.classList.contains("is-open"));
  if (box) box.dataset.chosen = value;
}

document.addEventListener("focusin", (event) => {
  const row = event.target.closest?.("form[data-call] [data-talk]");
  if (row && isTyping(event.target)) light(row);
});

/** What came back wrong has the cursor. */
onContent((within) => {
  const wrong = [...within.querySelectorAll("form[data-call] .is-wrong :is(input, select, textarea)")].find(isUsable);
  if (!wrong) return;
  const row = wrong.closest("[data-talk]");
  if (row) light(row);
  wrong.focus();
});
