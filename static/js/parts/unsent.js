// A form with data-sends-later="whom it is about" that reached no server stays in this browser, under the person who wrote it, and is sent once the
// connection is back: tried every ten seconds by one tab at a time; its token lets it count once however often it goes. What the server refuses stays with
// its sentence until somebody puts it right or drops it. Nothing outlives a log-out.
import { clock, clockWithSeconds } from "./clock.js";
import { draftsOf, forgetDrafts } from "./drafts.js";
import { WRONG } from "./page.js";
import { showToast } from "./toasts.js";
import { alone, change, drop, keep, kept, ready, refresh } from "./unsent-kept.js";

const EVERY = 10; // seconds
const REFUSED = [400, 404, 409, 410, 413, WRONG]; // another answer that is none of success leaves it waiting
const SENT = "unsent:sent"; // what arrived, said on the page that follows
const list = document.querySelector("[data-unsent]");

/** Is this the failure of a form that is kept and sent later? */
export const sendsLater = (event) => event.detail.requestConfig?.verb === "post" && event.detail.elt?.matches?.("[data-sends-later]");

/** Keep a form as it stands; nothing of it is a draft any more. */
function keepForLater(form) {
  form.dispatchEvent(new Event("kept", { bubbles: true })); // whoever knows the form states its moment now
  const said = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  const entry = {
    token: form.elements.token.value,
    action: form.getAttribute("hx-post"),
    page: location.pathname,
    form: form.dataset.keepsSent,
    name: form.dataset.sendsLater,
    what: form.dataset.sendsWhat ?? form.querySelector("[data-tells]:checked")?.closest("label").dataset.keyLabel ?? "",
    once: "typedOnce" in form.dataset, // its moment has passed: no form takes it back
    note: form.elements.note?.value ?? "",
    at: Number(form.elements.started?.value) || Date.now(),
    said,
    drafts: draftsOf(form),
    refused: "",
  };
  forgetDrafts(form);
  form.inert = true;
  list.open = true;
  keep(entry);
}

async function post(entry) {
  const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  try {
    return await fetch(entry.action, { method: "POST", body: new URLSearchParams(entry.said), headers: { "HX-Request": "true", "X-CSRFToken": token } });
  } catch {
    return null;
  }
}

/** Whether nothing was done: first somebody chooses a password of their own (dcc/frame/middleware.py). */
const isSentAway = (answer) => answer.headers.has("X-Undone");

/** Why the server refused it, in its own words. */
async function sentenceOf(answer) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const said = page.querySelector("[role=alert] b, .d-error, [role=alert]")?.textContent ?? "";
  return said.replace(/\s+/g, " ").trim() || list.dataset.refused;
}

/** Send what waits, oldest first, until one finds no server; return what arrived, with the pages that follow it. */
async function sendEach() {
  const arrived = [];
  for (const entry of kept().filter((each) => !each.refused)) {
    const answer = await post(entry);
    if (answer?.ok && !isSentAway(answer)) {
      await drop(entry.token);
      arrived.push({ ...entry, next: answer.headers.get("HX-Push-Url") });
    } else if (answer && REFUSED.includes(answer.status)) {
      const refused = await sentenceOf(answer);
      await change(entry.token, { refused });
      showToast("not-sent", (toast) => {
        toast.querySelector("[data-name]").textContent = entry.name;
        toast.querySelector("[data-why]").textContent = refused;
      });
    } else break;
  }
  return arrived;
}

/** Say what arrived; whoever stands on the form that did goes on to the page that follows it. */
function sayArrived(arrived) {
  if (!arrived.length) return;
  const here = arrived.find((entry) => document.querySelector(`form[inert] [name=token][value="${CSS.escape(entry.token)}"]`));
  sessionStorage.setItem(SENT, JSON.stringify(arrived.map((entry) => entry.at)));
  if (here) location.assign(here.next ?? here.page);
  else saySent();
}

function saySent() {
  const moments = JSON.parse(sessionStorage.getItem(SENT) ?? "[]");
  sessionStorage.removeItem(SENT);
  if (!moments.length) return;
  showToast("sent", (toast) => {
    toast.querySelector("[data-how-many]").textContent = moments.length;
    toast.querySelector("[data-times]").textContent = moments.map(clock).join("、");
  });
}

async function send() {
  if (!navigator.onLine || !kept().some((entry) => !entry.refused)) return;
  await alone(async () => {
    await refresh();
    list.querySelector("[data-tried]").textContent = clockWithSeconds(Date.now());
    sayArrived(await sendEach());
  });
}

if (list && document.body.dataset.person) {
  saySent();
  for (const failure of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(failure, (event) => sendsLater(event) && keepForLater(event.detail.elt));
  }
  list.addEventListener("click", (event) => event.target.closest("[data-send-now]") && send());
  window.addEventListener("online", send);
  setInterval(send, 1000 * EVERY);
  ready.then(send);
}
