// When a request of htmx fails: say what happened, what was kept, what to do. What was typed stays where it is. An element
// with data-quiet (a poll) says nothing; the bar of unsent.js tells enough.
import { showToast } from "./toasts.js";
import { sendsLater } from "./unsent.js";

const sentAgain = new WeakSet(); // what sends htmx requests and was told 503 once

const KINDS = { 401: "expired", 403: "forbidden", 404: "gone", 409: "gone", 410: "gone", 413: "large", 429: "often" };

function isQuiet(event) {
  return event.detail.elt?.closest?.("[data-quiet]") !== null;
}

/** Leave of the two headlines the one that fits: something was to be saved, or only to be shown. */
function headline(toast, event) {
  const other = event.detail.requestConfig?.verb === "get" ? "save" : "load";
  toast.querySelector(`[data-on=${other}]`)?.remove();
}

function again(element) {
  const form = element.closest("form");
  if (form) form.requestSubmit();
  else element.click();
}

/** Point the button of the toast to the log-in page, and back here afterwards. */
function pointToLogIn(toast, request) {
  const address = new URL(request.getResponseHeader("X-Log-In") ?? "/login/", location.href);
  address.searchParams.set("next", location.pathname + location.search);
  toast.querySelector("[data-log-in]").href = address.href;
}

/** The server cannot take it now (503): what is a deed is sent once more by itself; where that fails too the person decides. */
function laterOrByHand(event) {
  const { elt, requestConfig, xhr } = event.detail;
  const goesAgain = requestConfig?.verb !== "get" && !sentAgain.delete(elt);
  showToast(goesAgain ? "busy" : "offline", (toast) => {
    headline(toast, event);
    toast.querySelector("[data-retry]")?.addEventListener("click", () => {
      toast.remove();
      again(elt);
    });
    if (!goesAgain) return;
    sentAgain.add(elt);
    setTimeout(() => {
      toast.remove();
      if (elt.isConnected) again(elt);
    }, Number(xhr.getResponseHeader("Retry-After")) * 1000);
  });
}

document.addEventListener("htmx:afterRequest", (event) => event.detail.successful && sentAgain.delete(event.detail.elt));

document.addEventListener("htmx:responseError", (event) => {
  const request = event.detail.xhr;
  if (isQuiet(event) && request.status !== 401) return;
  if (request.status === 503 && request.getResponseHeader("Retry-After")) {
    laterOrByHand(event);
    return;
  }
  const kind = request.getResponseHeader("X-Old-Page") ? "old" : KINDS[request.status];
  showToast(kind ?? (request.status < 500 ? "refused" : "failed"), (toast) => {
    headline(toast, event);
    if (request.status === 401) pointToLogIn(toast, request);
    const id = toast.querySelector("[data-request-id]");
    if (id) id.textContent = request.getResponseHeader("X-Request-ID") ?? "—";
  });
});

for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => {
    if (isQuiet(event) || sendsLater(event)) return;
    showToast("offline", (toast) => {
      headline(toast, event);
      toast.querySelector("[data-retry]").addEventListener("click", () => {
        toast.remove();
        again(event.detail.elt);
      });
    });
  });
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-reload]")) location.reload();
});
