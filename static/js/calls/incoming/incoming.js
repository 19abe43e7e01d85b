// 来电登记: a digit changed in the number of a caller empties the window at once: nobody writes into the form of the caller before.
import { onContent } from "../../parts/page.js";
import { read } from "../desk/call-times.js";

const digits = (field) => field.value.normalize("NFKC").replace(/\D/g, "");

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("[data-caller]");
  if (!form || event.target.name !== "number") return;
  form.dataset.typed ??= event.target.defaultValue.replace(/\D/g, "");
  const other = digits(event.target) !== form.dataset.typed;
  for (const part of document.querySelectorAll("[data-of-caller]")) part.hidden = other;
});

/** What a field of the call says in words: the chosen label, else what is typed; a moment without its T. */
function said(form, name) {
  const field = form.elements[name];
  const chosen = field instanceof RadioNodeList ? form.querySelector(`[name="${name}"]:checked`) : null;
  if (chosen) return [...chosen.closest("label").childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data.trim()).join("");
  if (!field || field instanceof RadioNodeList) return "";
  return field.matches("[data-clock-typed]") ? read(field.value) : field.value.replace("T", " ");
}

/** 存下以后 says what stands in the form: of "one|two three" the first that says anything. */
function mirror() {
  const form = document.querySelector("form[data-call]");
  for (const place of form ? document.querySelectorAll("[data-says]") : []) {
    place.dataset.none ??= place.textContent;
    const ways = place.dataset.says.split("|").map((names) => names.split(" ").map((name) => said(form, name)).filter(Boolean).join(" "));
    place.textContent = ways.find(Boolean) ?? place.dataset.none;
  }
}

for (const kind of ["input", "change"]) document.addEventListener(kind, mirror);
onContent(mirror);
