// label.d-drop around <input type=file>: shows the chosen file's name, takes a dropped one, refuses what is larger than data-most-bytes
// with the sentence in data-too-large. data-drop-submit sends the form at once.
import { onContent } from "./page.js";

function show(zone, input) {
  const file = input.files[0];
  const tooLarge = file && file.size > Number(zone.dataset.mostBytes || Infinity);
  input.setCustomValidity(tooLarge ? zone.dataset.tooLarge : "");
  zone.classList.toggle("is-wrong", Boolean(tooLarge));
  zone.classList.toggle("has-file", Boolean(file) && !tooLarge);
  const name = zone.querySelector("[data-file-name]");
  name.dataset.empty ??= name.textContent;
  name.textContent = file ? file.name : name.dataset.empty;
  if (tooLarge) input.reportValidity();
  else if (file && zone.matches("[data-drop-submit]")) input.form.requestSubmit();
}

function prepare(zone) {
  if (zone.dataset.prepared) return;
  zone.dataset.prepared = "yes";
  const input = zone.querySelector("input[type=file]");
  input.addEventListener("change", () => show(zone, input));
  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.add("is-over");
    });
  }
  zone.addEventListener("dragleave", () => zone.classList.remove("is-over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("is-over");
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    show(zone, input);
  });
}

onContent((within) => within.querySelectorAll("[data-drop]").forEach(prepare));
