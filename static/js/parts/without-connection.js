// Without a connection a page that would be loaded anew is the browser's own error, and what was typed is lost with the old one. So no link of ours is followed
// and no form sent that way: the page stays as it is and says so. What htmx sends is told of by failures.js, what is sent later by unsent.js.
import { showToast } from "./toasts.js";

/** Hold what would leave this page; `unfit` is the headline that does not fit, `again` tries once more. */
function hold(event, unfit, again) {
  event.preventDefault();
  showToast("offline", (toast) => {
    toast.querySelector(`[data-on=${unfit}]`)?.remove();
    toast.querySelector("[data-retry]").addEventListener("click", () => {
      toast.remove();
      again();
    });
  });
}

/** Does this link load a page of ours in the place of this one? */
const leavesPage = (link) =>
  link.origin === location.origin && !link.target && !link.hasAttribute("download") && !(link.hash && link.pathname + link.search === location.pathname + location.search);

window.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (navigator.onLine || !link || event.defaultPrevented || !leavesPage(link)) return;
  hold(event, "save", () => link.click());
});

window.addEventListener("submit", (event) => {
  const form = event.target;
  if (navigator.onLine || event.defaultPrevented || form.method === "dialog") return;
  const { submitter } = event;
  hold(event, form.method === "get" ? "save" : "load", () => form.isConnected && form.requestSubmit(submitter?.isConnected ? submitter : undefined));
});
