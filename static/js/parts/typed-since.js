// A form that comes back refused, or a part of one that is asked for anew, says what was sent. What somebody went on typing meanwhile stands in it again, with
// the cursor where it was.
import { WRONG } from "./page.js";

const TEXT = "textarea, input:not([type=hidden], [type=checkbox], [type=radio], [type=file], [type=submit], [type=password])";
const sent = new WeakMap(); // of each request the form and what its fields said
let since = null;
let again = []; // fields that were filled in again

const key = (field) => field.id || field.name;
const texts = (form) => [...form.elements].filter((field) => field.name && field.matches(TEXT));

/** What one types in stands open. */
const unfold = (field) => field.closest("details:not([open])")?.setAttribute("open", "");

/** The same field in the form, or in the one that took its place. */
function placeOf(form, wanted) {
  const action = form.getAttribute("hx-post") ?? form.getAttribute("action");
  const now = form.isConnected ? form : form.id ? document.getElementById(form.id) : [...document.forms].find((each) => (each.getAttribute("hx-post") ?? each.getAttribute("action")) === action);
  return now && texts(now).find((field) => key(field) === wanted);
}

document.addEventListener("htmx:beforeSend", (event) => {
  const form = event.detail.elt.closest?.("form");
  if (form && event.detail.requestConfig.verb === "post") sent.set(event.detail.xhr, { form, said: new Map(texts(form).map((field) => [key(field), field.value])) });
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const was = sent.get(event.detail.xhr);
  if (!was) return;
  const typed = texts(was.form).filter((field) => was.said.has(key(field)) && field.value !== was.said.get(key(field)));
  const at = typed.find((field) => field === document.activeElement);
  const isAt = at && { from: at.selectionStart, to: at.selectionEnd };
  since = { form: was.form, isRefused: event.detail.xhr.status === WRONG, typed: typed.map((field) => ({ field, value: field.value, isAt: field === at && isAt })) };
});

// At once, not when the answer has settled: till then one types on. What no answer took the place of holds what was typed already.
document.addEventListener("htmx:afterSwap", () => {
  if (!since) return;
  const { form, isRefused, typed } = since;
  since = null;
  if (!isRefused && !form.isConnected) return; // what was sent has arrived
  for (const { field: before, value, isAt } of typed) {
    const field = placeOf(form, key(before));
    if (!field || field === before) continue;
    again.push(field);
    unfold(field);
    if (field.value !== value) {
      field.value = value;
      for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
    }
    if (isAt) field.focus();
    if (isAt && isAt.from !== null) field.setSelectionRange(isAt.from, isAt.to);
  }
});

document.addEventListener("htmx:afterSettle", () => { // which folds again what the answer folded
  again.forEach(unfold);
  again = [];
});
