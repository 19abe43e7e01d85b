// What was typed into a form that went astray (the log-in ran out, the page was from before another log-in, the server failed) stands in it again when it
// is next shown: once, for one person, in this tab. Every form with text that keeps nothing of its own (drafts.js) says what it held when it is sent;
// that is forgotten with the next page, unless a page with data-not-saved came in between or the request of htmx failed.
import { WRONG, onContent } from "./page.js";
import { isChoice, putBack, said } from "./said.js";

const person = document.body.dataset.person;
const ASTRAY = "astray";
const mine = `draft:${person}:form:`;
const TEXT = "textarea, input:not([type=hidden], [type=checkbox], [type=radio], [type=file], [type=submit])";
const NOT_KEPT = "[type=hidden], [type=file], [type=submit], [data-draft], button, fieldset, output";
const OF_THEIR_OWN = "[data-drafts], [data-keeps-sent]";

const keeps = (form) =>
  (form.getAttribute("method") === "post" || form.hasAttribute("hx-post")) &&
  !form.matches(OF_THEIR_OWN) &&
  form.querySelector(TEXT) !== null &&
  form.querySelector("[type=password]") === null;
const fields = (form) => [...form.elements].filter((field) => field.name && !field.matches(NOT_KEPT));
const keys = () => Object.keys(sessionStorage).filter((key) => key.startsWith(mine));

function key(field) {
  const { form } = field;
  const address = new URL(form.getAttribute("action") || form.getAttribute("hx-post") || location.href, location.href).pathname;
  return `${mine}${address}#${form.getAttribute("id") ?? ""}:${field.name}${isChoice(field) ? `:${field.value}` : ""}`;
}

function keep(form) {
  if (keeps(form)) fields(form).forEach((field) => sessionStorage.setItem(key(field), JSON.stringify({ text: said(field) })));
}

function forget(form) {
  if (keeps(form)) fields(form).forEach((field) => sessionStorage.removeItem(key(field)));
}

/** What the pages before this one sent has arrived, unless one of them said otherwise: then it waits for its form. */
function settle() {
  const astray = sessionStorage.getItem(ASTRAY) !== null;
  sessionStorage.removeItem(ASTRAY);
  for (const each of keys()) {
    const kept = JSON.parse(sessionStorage.getItem(each));
    if (astray) sessionStorage.setItem(each, JSON.stringify({ ...kept, astray: true }));
    else if (!kept.astray) sessionStorage.removeItem(each);
  }
}

function restore(form) {
  const kept = fields(form).map((field) => [field, JSON.parse(sessionStorage.getItem(key(field)) ?? "null")]);
  const back = kept.filter(([, was]) => was?.astray);
  back.forEach(([field]) => sessionStorage.removeItem(key(field)));
  putBack(back.map(([field, was]) => [field, was.text]));
}

if (document.querySelector("[data-not-saved]")) sessionStorage.setItem(ASTRAY, "yes");
else if (person) {
  settle();
  if (keys().length) onContent((within) => [...within.querySelectorAll("form")].filter(keeps).forEach(restore));
  document.addEventListener("submit", (event) => keep(event.target));
  for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(failure, (event) => event.detail.requestConfig?.verb === "post" && sessionStorage.setItem(ASTRAY, "yes"));
  }
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.requestConfig?.elt;
    if (!event.detail.successful || event.detail.xhr.status === WRONG || !form?.matches?.("form")) return;
    forget(form);
    sessionStorage.removeItem(ASTRAY);
  });
}
