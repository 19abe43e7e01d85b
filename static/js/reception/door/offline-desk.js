// The front desk without a connection: a form that needs no server, kept and sent in order by unsent.js. The arrival is the server's clock at its last
// answer and the time passed since then, whatever the tablet's clock says.
import { kept } from "../../parts/unsent-kept.js";

const WARN = 150;
const MOST = 200;
const panel = document.getElementById("desk-offline");
const form = panel?.querySelector("form");
const last = { server: Number(panel?.dataset.now) * 1000, passed: performance.now() };

function heard(date) {
  const moment = Date.parse(date ?? "");
  if (moment) Object.assign(last, { server: moment, passed: performance.now() });
}

const now = () => Math.round(last.server + performance.now() - last.passed);

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

/** State the moment, and whom it is about; afterwards the form is ready for the next group. */
function state() {
  const { number, name, happened, heard: answered, started } = form.elements;
  happened.value = now();
  answered.value = last.server;
  started.value = happened.value;
  form.dataset.sendsLater = [name.value || form.dataset.nameless, number.value && `****${number.value.slice(-4)}`].filter(Boolean).join(" ");
}

function next() {
  form.reset();
  form.elements.token.value = crypto.randomUUID();
  form.inert = false;
  form.elements.number.focus();
}

if (panel) {
  document.addEventListener("htmx:afterRequest", (event) => event.detail.successful && heard(event.detail.xhr.getResponseHeader("Date")));
  form.addEventListener("kept", () => {
    state();
    setTimeout(next);
  });
  form.addEventListener("htmx:configRequest", (event) => {
    state();
    for (const field of ["happened", "heard"]) event.detail.parameters[field] = form.elements[field].value;
  });
  form.addEventListener("htmx:afterRequest", (event) => event.detail.successful && location.reload());
  document.addEventListener("unsent", tellRoom);
  document.addEventListener("htmx:sendError", (event) => event.detail.elt.closest?.("#desk-left, #desk-day form") && show(true));
  window.addEventListener("offline", () => show(true));
  window.addEventListener("online", () => show(false));
  if (!navigator.onLine) show(true);
}
