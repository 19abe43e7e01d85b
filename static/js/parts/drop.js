// label.d-drop around <input type=file>: shows the chosen file's name, or how many there are, takes dropped ones, refuses what is larger than
// data-most-bytes with the sentence in data-too-large, and more than data-most-files with that in data-too-many. data-drop-submit sends the form at once.
import { onContent } from "./page.js";

function wrong(zone, files) {
  if (files.some((file) => file.size > Number(zone.dataset.mostBytes || Infinity))) return zone.dataset.tooLarge;
  return files.length > Number(zone.dataset.mostFiles || 1) ? zone.dataset.tooMany || "" : "";
}

function show(zone, input) {
  const files = [...input.files];
  const sentence = wrong(zone, files);
  input.setCustomValidity(sentence);
  zone.classList.toggle("is-wrong", Boolean(sentence));
  zone.classList.toggle("has-file", Boolean(files.length) && !sentence);
  const name = zone.querySelector("[data-file-name]");
  name.dataset.empty ??= name.textContent;
  if (files.length > 1) name.textContent = zone.dataset.several.replace("…", files.length);
  else name.textContent = files.length ? files[0].name : name.dataset.empty;
  if (sentence) input.reportValidity();
  else if (files.length && zone.matches("[data-drop-submit]")) input.form.requestSubmit();
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
