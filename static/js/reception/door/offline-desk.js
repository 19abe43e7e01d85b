// The front desk without a connection: a form that needs no server, kept and sent in order by unsent.js. The arrival is the tablet's clock corrected by
// the server's at its last answer, whose stamp goes along: the server lets no arrival lie before it.
import { adopt, kept } from "../../parts/unsent-kept.js";

const WARN = 150;
const MOST = 200;
let panel = null; // another one after whatever takes the place of the page, as an undo does
let form = null;
const last = {};

/** Read what the page says of the server's last answer, and how far this tablet's clock and its runtime were then. */
function hear() {
  const day = document.getElementById("desk-day");
  if (!day || day.dataset.heard === last.stamp) return;
  Object.assign(last, { stamp: day.dataset.heard, server: Number(day.dataset.now) * 1000, clock: Date.now(), ran: performance.now() });
}

/** A tablet that slept knows it by its clock, one whose clock was set back by its runtime. */
const now = () => Math.round(last.server + Math.max(Date.now() - last.clock, performance.now() - last.ran));

/** The panel stands in the place of the search while nobody can be looked for. */
function show(off) {
  panel.hidden = !off;
  document.getElementById("desk-left").hidden = off;
  tellRoom();
  if (off) form.elements.number.focus();
}

function tellRoom() {
  const count = kept().length;
  const words = count >= MOST ? "[data-full]" : count >= WARN ? "[data-nearly]" : "";
  panel.querySelector("[data-room]").textContent = words ? panel.querySelector(words).textContent.replace("{n}", count) : "";
  form.querySelector("button").disabled = count >= MOST;
}

/** Whether one of those still expected, as the page knows, has these last digits. */
function isExpected(number) {
  const tail = number.slice(-4);
  return [...document.querySelectorAll(".r-expected:not(.is-arrived)")].some((row) => tail.length === 4 && row.dataset.tail === tail);
}

/** Without a connection a name of today's appointments fills the form: nobody can be looked for. */
function takeExpected(event) {
  const row = event.target.closest(".r-expected");
  if (!row || panel.hidden) return;
  event.preventDefault();
  event.stopPropagation();
  form.elements.number.value = row.dataset.tail;
  form.elements.name.value = row.querySelector("b").textContent;
  form.elements.inviter.focus();
}

/** State the moment, and whom it is about; afterwards the form is ready for the next group. */
function state() {
  const { number, name, happened, heard, thought, started } = form.elements;
  happened.value = now();
  heard.value = last.stamp;
  started.value = happened.value;
  thought.value = isExpected(number.value) ? "dcc" : "";
  form.dataset.sendsLater = [name.value || form.dataset.nameless, number.value && `****${number.value.slice(-4)}`].filter(Boolean).join(" ");
  form.dataset.sendsWhat = thought.value ? form.dataset.likely : form.dataset.open;
}

function next() {
  form.reset();
  form.elements.token.value = crypto.randomUUID();
  form.inert = false;
  form.elements.number.focus();
}

/** Nothing is signed while something waits here. */
function tellSigning() {
  const waits = kept().some((entry) => !entry.refused);
  document.querySelectorAll("[data-sent-first]").forEach((part) => { part.hidden = !waits; });
  document.querySelectorAll("[data-when-sent]").forEach((part) => { part.hidden = waits; });
}

document.addEventListener("unsent", tellSigning);
tellSigning();

/** Listen to the form the page has now. */
function hold() {
  const found = document.getElementById("desk-offline");
  if (!found || found === panel) return;
  panel = found;
  form = panel.querySelector("form");
  form.addEventListener("kept", () => {
    state();
    setTimeout(next);
  });
  form.addEventListener("htmx:configRequest", (event) => {
    state();
    for (const field of ["happened", "heard", "thought"]) event.detail.parameters[field] = form.elements[field].value;
  });
  form.addEventListener("htmx:afterRequest", (event) => event.detail.successful && location.reload());
  if (!navigator.onLine) show(true);
}

hold();
if (panel) {
  hear();
  adopt(form.getAttribute("hx-post")); // what a colleague typed on this tablet is sent by whoever is here
  document.addEventListener("htmx:afterSwap", () => {
    hold();
    hear();
  });
  document.addEventListener("click", takeExpected, true);
  document.addEventListener("unsent", tellRoom);
  document.addEventListener("htmx:sendError", (event) => event.detail.elt.closest?.("#desk-left, #desk-day form") && show(true));
  window.addEventListener("offline", () => show(true));
  window.addEventListener("beforeunload", (event) => !navigator.onLine && event.preventDefault()); // what is loaded without a connection is no page
  window.addEventListener("online", () => show(false));
}
