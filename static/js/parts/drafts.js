// A field with data-draft="key", and every field of a form with data-drafts="key", keeps what is typed in this tab until the form has gone
// through: an expired log-in, a lost connection or a slip of the hand loses nothing. Kept under the person; what another person left behind
// on the same tab is removed, and what one gives up by a link with data-forgets="key".
import { onContent } from "./page.js";

const person = document.body.dataset.person;
const OURS = "draft:";
const mine = `${OURS}${person}:`;
const KEPT = "[data-draft], [data-drafts] :is(input, select, textarea):not([type=hidden], [type=password], [type=checkbox], [type=radio], [type=file])";
const name = (field) => mine + (field.dataset.draft ?? `${field.form.dataset.drafts}:${field.name}`);
const read = (field) => JSON.parse(sessionStorage.getItem(name(field)) ?? "null");
const write = (field, sent) => sessionStorage.setItem(name(field), JSON.stringify({ text: field.value, sent }));
const fields = (within) => [...within.querySelectorAll(KEPT)];

/** What stands in a field as the server sent it: a fact that may be typed over. */
function sentValue(field) {
  if (field.dataset.draft) return "";
  return field.options ? ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value : field.defaultValue;
}

function forgetOthers() {
  const keys = Object.keys(sessionStorage).filter((key) => key.startsWith(OURS) && !key.startsWith(mine));
  keys.forEach((key) => sessionStorage.removeItem(key));
}

/** What was sent from a page before this one has arrived if this page says so, or no longer shows the field. */
function forgetArrived() {
  const done = document.querySelector("#toasts .is-done") !== null;
  const shown = new Set(fields(document).map(name));
  for (const key of Object.keys(sessionStorage).filter((each) => each.startsWith(mine))) {
    if (JSON.parse(sessionStorage.getItem(key)).sent && (done || !shown.has(key))) sessionStorage.removeItem(key);
  }
}

function restore(field) {
  const kept = read(field);
  if (!kept?.text || field.value !== sentValue(field)) return;
  field.value = kept.text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

if (person) {
  forgetOthers();
  forgetArrived();
  onContent((within) => fields(within).forEach(restore));
  document.addEventListener("input", (event) => {
    if (event.target.matches?.(KEPT)) write(event.target, false);
  });
  document.addEventListener("submit", (event) => fields(event.target).forEach((field) => field.value && write(field, true)));
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful && event.detail.elt.matches?.("form")) fields(event.detail.elt).forEach((field) => sessionStorage.removeItem(name(field)));
  });
  document.addEventListener("click", (event) => {
    const given = event.target.closest?.("[data-forgets]")?.dataset.forgets;
    if (given) Object.keys(sessionStorage).forEach((key) => key.startsWith(`${mine}${given}:`) && sessionStorage.removeItem(key));
  });
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-leave]")) Object.keys(sessionStorage).forEach((key) => key.startsWith(OURS) && sessionStorage.removeItem(key));
  });
}
