// <form data-undo> (templates/parts/undo.html): what takes the last deed back, here and without reloading. It asks for whole pages, of which htmx takes
// the content: so every page answers it as it answers a browser without script.
import htmx from "./htmx.js";

// A toast may be answered in the very moment it comes, a little before htmx looks at what came: then the form waits for that look.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-undo]") || form["htmx-internal-data"]?.initHash) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  htmx.process(form);
  setTimeout(() => form.requestSubmit(), 0);
}, true);

document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.elt.matches("[data-undo]")) delete event.detail.headers["HX-Request"];
});

document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.elt.matches("[data-undo]") && event.detail.successful) (event.detail.elt.closest(".d-toast") ?? event.detail.elt).remove();
});
