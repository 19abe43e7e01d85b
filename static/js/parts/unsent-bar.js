// The bar above everything: that the connection is gone, and what waits to be sent (unsent.js), each with what one may do with it.
import { clock } from "./clock.js";
import { keepDrafts } from "./drafts.js";
import { drop, kept, ready } from "./unsent-kept.js";

const BACK = "unsent:back"; // whose form is opened again
const bar = document.getElementById("offline");
const list = bar?.querySelector("[data-unsent]");

function rowOf(entry) {
  const row = list.querySelector("template").content.firstElementChild.cloneNode(true);
  row.dataset.token = entry.token;
  const words = { name: entry.name, what: entry.what, at: clock(entry.at), note: entry.note, refused: entry.refused };
  for (const [name, text] of Object.entries(words)) row.querySelector(`[data-${name}]`).textContent = text;
  row.querySelectorAll("[data-when-refused]").forEach((part) => { part.hidden = !entry.refused; });
  row.querySelector("[data-waits]").hidden = Boolean(entry.refused);
  if (entry.once) row.querySelector("[data-puts-back]").hidden = true;
  return row;
}

/** In the queue a customer whose call waits says so. */
function markQueue(entries) {
  for (const entry of entries) {
    const here = [...document.querySelectorAll(".d-queue-row")].find((row) => row.pathname === entry.page);
    if (here) here.querySelector(".d-queue-why").textContent = list.dataset.word;
  }
}

/** Who logs out is asked first: what waits is lost with it. */
function guardLeaving(count) {
  for (const form of document.querySelectorAll("form[data-leave]")) {
    const { leave, leaveBody, leaveYes } = list.dataset;
    Object.assign(form.dataset, count ? { confirm: leave.replace("{n}", count), confirmBody: leaveBody, confirmYes: leaveYes } : {});
    if (!count) delete form.dataset.confirm;
  }
}

function show() {
  const entries = kept();
  bar.hidden = navigator.onLine && !entries.length;
  bar.querySelector("[data-off]").hidden = navigator.onLine;
  list.hidden = !entries.length;
  list.querySelector("[data-how-many]").textContent = entries.length;
  list.querySelector("ul").replaceChildren(...entries.map(rowOf));
  markQueue(entries);
  guardLeaving(entries.length);
}

/** What was put back into its form is a draft again, and waits here no more. */
function takeBack() {
  const token = sessionStorage.getItem(BACK);
  sessionStorage.removeItem(BACK);
  const entry = kept().find((each) => each.token === token);
  if (entry && !entry.once && document.querySelector(`[data-keeps-sent="${CSS.escape(entry.form)}"]`)) drop(token);
}

function openAgain(token) {
  const entry = kept().find((each) => each.token === token);
  keepDrafts(entry.drafts);
  sessionStorage.setItem(BACK, token);
  location.assign(entry.page);
}

if (bar && document.body.dataset.person) {
  show();
  ready.then(takeBack);
  list.addEventListener("click", (event) => {
    const token = event.target.closest("[data-token]")?.dataset.token;
    if (event.target.closest("[data-puts-back]")) openAgain(token);
    else if (event.target.closest("[data-forgets]")) drop(token);
  });
  document.addEventListener("unsent", show);
  document.addEventListener("htmx:afterSwap", show);
  for (const change of ["online", "offline"]) window.addEventListener(change, show);
}
