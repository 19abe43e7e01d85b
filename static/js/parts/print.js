// A button with data-print opens the browser's own print dialog; the print style sheet does the rest.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
