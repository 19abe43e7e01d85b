// <form data-undo> (templates/parts/undo.html): what takes the last deed back, here and without reloading. It asks for whole pages, of which htmx takes
// the content: so every page answers it as it answers a browser without script.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.elt.matches("[data-undo]")) delete event.detail.headers["HX-Request"];
});

document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.elt.matches("[data-undo]") && event.detail.successful) event.detail.elt.closest(".d-toast")?.remove();
});
