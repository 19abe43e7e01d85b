// A digit changed in the number of a caller empties the window at once: nobody writes into the form of the caller before.
const digits = (field) => field.value.normalize("NFKC").replace(/\D/g, "");

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("[data-caller]");
  if (!form || event.target.name !== "number") return;
  form.dataset.typed ??= event.target.defaultValue.replace(/\D/g, "");
  const other = digits(event.target) !== form.dataset.typed;
  for (const part of document.querySelectorAll("[data-of-caller]")) part.hidden = other;
});
