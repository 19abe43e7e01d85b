// A field with data-draft="key", and every field of a form with data-drafts="key", keeps what is typed until the form has gone through: an expired log-in, a
// closed tab, a lost connection or a slip of the hand loses nothing (drafts-kept.js says for how long). One gives it up by a link with data-forgets="key".
// A form with data-keeps-sent="key" keeps all that was chosen and typed when it is sent, or when one is called away from it by what has data-interrupts; with
// data-keeps-chosen as well whatever was changed in it as soon as it is. What any other form said when it went astray is put back by astray.js.
import { forget, forgetSent, forgetUnder, read, write } from "./drafts-kept.js";
import { WRONG, onContent } from "./page.js";
import { isChoice, isUntouched, putBack, said, sentValue } from "./said.js";

const person = document.body.dataset.person;
const KEPT = "[data-draft], [data-drafts] :is(input, select, textarea):not([type=hidden], [type=password], [type=checkbox], [type=radio], [type=file])";
const SENT = "[data-keeps-sent] :is(input, select, textarea):not([type=hidden], [type=password], [type=file], [data-draft])";
const name = (field) => field.dataset.draft ?? `${field.form.dataset.drafts}:${field.name}`;
const keep = (field, sent) => write(name(field), field.value, { sent, over: sentValue(field) });
const fields = (within) => [...within.querySelectorAll(KEPT)];

/** What was sent from a page before this one has arrived if this page says so, or no longer shows the field. */
function forgetArrived() {
  const done = document.querySelector("#toasts .is-done") !== null;
  const shown = new Set([...fields(document).map(name), ...[...document.querySelectorAll(SENT)].map(sentName)]);
  forgetSent((each) => done || !shown.has(each));
}

/** A fact that was changed meanwhile is not typed over by what one meant to write in place of the old one. */
function restore(field) {
  const kept = read(name(field));
  if (!kept?.text || kept.over !== sentValue(field) || field.value !== kept.over) return;
  field.value = kept.text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

const sentName = (field) => `${field.form.dataset.keepsSent}:${field.name}${isChoice(field) ? `:${field.value}` : ""}`;
const sentFields = (form) => (form.matches?.("[data-keeps-sent]") ? [...form.querySelectorAll(SENT)] : []);

/** Keep what a form says; `sent`: it is on its way. */
const keepSent = (form) => sentFields(form).forEach((field) => write(sentName(field), said(field), { sent: true, over: overOf(field) }));

/** What a kept field was typed over: as it stood when somebody first did, in whatever page it stands since. */
const overOf = (field) => read(sentName(field))?.over ?? (isChoice(field) ? "" : sentValue(field));

/** Keep what was changed in a form and not sent, and what was kept of it before. A clock that runs goes on by itself. */
function keepChosen(form) {
  const kept = sentFields(form).filter((field) => !field.dataset.runs && (read(sentName(field)) || !isUntouched(field)));
  kept.forEach((field) => write(sentName(field), said(field), { over: overOf(field) }));
}

const keepInterrupted = () => document.querySelectorAll("[data-keeps-sent]").forEach(keepChosen);

/** What a form says, as it would be kept here: put back with keepDrafts it stands in the form again when that is shown next. */
export const draftsOf = (form) => [...fields(form).map((field) => [name(field), field.value]), ...sentFields(form).map((field) => [sentName(field), said(field)])];

export const keepDrafts = (drafts) => drafts.forEach(([each, text]) => write(each, text, { sent: true }));

const gone = new WeakSet(); // forms that arrived: what they say when the page takes the cursor from them is no draft

/** Nothing of a form is a draft any more: it arrived, or is kept elsewhere. */
export function forgetDrafts(form) {
  gone.add(form);
  forget(...fields(form).map(name), ...sentFields(form).map(sentName));
}

/** Put back what was sent and did not arrive, or was chosen and never sent; a fact that was changed meanwhile is not typed over. */
function restoreSent(within) {
  const kept = [...within.querySelectorAll(SENT)].map((field) => [field, read(sentName(field))]);
  const back = kept.filter(([field, was]) => was && (was.sent || isChoice(field) || was.over === sentValue(field)));
  putBack(back.map(([field, was]) => [field, was.text]));
}

if (person) {
  forgetArrived();
  onContent((within) => fields(within).forEach(restore));
  onContent(restoreSent);
  document.addEventListener("submit", (event) => (event.target.matches("[data-interrupts]") ? keepInterrupted() : keepSent(event.target)));
  document.addEventListener("input", (event) => {
    if (event.target.matches?.(KEPT)) keep(event.target, false);
  });
  document.addEventListener("input", (event) => event.target.form && gone.delete(event.target.form));
  for (const kind of ["input", "change"]) { // after whoever follows the choice with one of theirs
    document.addEventListener(kind, ({ target: { form } }) => form?.matches("[data-keeps-chosen]") && !gone.has(form) && keepChosen(form));
  }
  document.addEventListener("submit", (event) => fields(event.target).forEach((field) => field.value && keep(field, true)));
  // Before the answer's page takes the place of this one: the form of whom one stays with is a new one, and nothing of what arrived is put into it.
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const form = event.detail.requestConfig?.elt;
    const { status } = event.detail.xhr;
    const arrived = status < 300 && !event.detail.xhr.getResponseHeader("X-Undone"); // who is sent to choose a password first has done nothing yet
    if (!form?.matches?.("form") || (!arrived && status !== WRONG)) return;
    if (status === WRONG) { // it came back: what was typed is a draft as before
      fields(form).forEach((field) => read(name(field)) && keep(field, false));
      keepChosen(form);
      return;
    }
    forgetDrafts(form);
  });
  document.addEventListener("click", (event) => event.target.closest?.("a[data-interrupts]") && keepInterrupted());
  document.addEventListener("click", (event) => {
    const given = event.target.closest?.("[data-forgets]")?.dataset.forgets;
    if (given) forgetUnder(given);
  });
}
