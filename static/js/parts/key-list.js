// The list of keys, opened by “?”: what the page in front offers (data-key with data-key-label) is gathered when the list is opened.
import { isUsable } from "./page.js";

const dialog = document.getElementById("keys");

function keycap(name) {
  const cap = document.createElement("kbd");
  cap.className = "d-key";
  cap.textContent = dialog.dataset[name.toLowerCase().replace("+", "")] ?? name;
  return cap;
}

function line(element) {
  const item = document.createElement("li");
  item.append(...element.dataset.key.split(" ").map(keycap), element.dataset.keyLabel);
  return item;
}

function gather() {
  dialog.querySelector("[data-page-title]").textContent = document.querySelector("h1")?.textContent ?? "";
  const offered = [...document.querySelectorAll("[data-key][data-key-label]")].filter((element) => isUsable(element) && !dialog.contains(element));
  const known = new Map(offered.map((element) => [element.dataset.key, element]));
  for (const group of dialog.querySelectorAll("[data-keys-of]")) {
    const leads = group.dataset.keysOf === "navigation";
    const lines = [...known.values()].filter((element) => (element.closest("nav") !== null) === leads).map(line);
    group.querySelector("ul").replaceChildren(...lines);
    group.hidden = lines.length === 0;
  }
  dialog.querySelector("[data-keys-select]").hidden = document.querySelector("[data-select]") === null;
  dialog.querySelector("[data-keys-list]").hidden = document.querySelector("[data-list]") === null;
}

if (dialog) {
  document.addEventListener("click", (event) => event.target.closest('[data-opens="keys"]') && gather(), { capture: true });
}
