// A form that comes back refused, or a part of one that is asked for anew, says what was sent. What somebody went on typing meanwhile stands in it again, with
// the cursor where it was.
import { WRONG } from "./page.js";

const TEXT = "textarea, input:not([type=hidden], [type=checkbox], [type=radio], [type=file], [type=submit], [type=password])";
const sent = new WeakMap(); // of each request the form and what its fields said
let since = null;

const key = (field) => field.id || field.name;
const texts = (form) => [...form.elements].filter((field) => field.name && field.matches(TEXT));

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
  const at = texts(was.form).find((field) => field === document.activeElement);
  const isAt = at && typed.includes(at) ? { field: key(at), from: at.selectionStart, to: at.selectionEnd } : null;
  since = { form: was.form, isRefused: event.detail.xhr.status === WRONG, isAt, values: typed.map((field) => [key(field), field.value]) };
});

document.addEventListener("htmx:afterSettle", () => {
  if (!since) return;
  const { form, isAt, isRefused, values } = since;
  since = null;
  if (!isRefused && !form.isConnected) return; // what was sent has arrived
  for (const [name, value] of values) {
    const field = placeOf(form, name);
    if (!field || field.value === value) continue;
    field.closest("details:not([open])")?.setAttribute("open", ""); // what one types in stands open
    field.value = value;
    for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
  }
  const field = isAt && placeOf(form, isAt.field);
  if (!field) return;
  field.focus();
  if (isAt.from !== null) field.setSelectionRange(isAt.from, isAt.to);
});
