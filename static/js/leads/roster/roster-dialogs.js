// The two dialogs of the roster: a leave until a day, with who stands in; two who change a day, each named by the other.
import { after, chosenCells } from "./roster-cells.js";
import { cellOf, form, put, standing } from "./roster-days.js";

const leave = document.getElementById("roster-leave");
const swap = document.getElementById("roster-swap");
const said = (cell) => `${cell.dataset.name} · ${cell.dataset.label}`;

form?.querySelector("[data-leave-opens]")?.addEventListener("click", () => {
  const chosen = chosenCells();
  if (!chosen.length) return;
  leave.querySelector("[data-who]").textContent = said(chosen[0]);
  const days = chosen.map((cell) => cell.dataset.day).sort();
  leave.querySelector("[name=until]").value = days.at(-1);
  leave.querySelector("[name=until]").min = days[0];
  const away = new Set(chosen.map((cell) => cell.dataset.cell.split(":")[0]));
  for (const option of leave.querySelector("[name=stand_in]").options) {
    option.disabled = option.hidden = away.size === 1 && away.has(option.value); // nobody stands in for themselves
    if (option.disabled) option.selected = false;
  }
  leave.showModal();
});

leave?.addEventListener("close", () => {
  if (leave.returnValue !== "yes") return;
  const chosen = chosenCells();
  const typed = new FormData(leave.querySelector("form"));
  const day = { word: "", leave: typed.get("leave"), stand_in: typed.get("stand_in"), made_up: typed.has("made_up") };
  for (const person of new Set(chosen.map((cell) => cell.closest("tr")))) {
    const first = chosen.filter((cell) => cell.closest("tr") === person).map((cell) => cell.dataset.day).sort()[0];
    for (const cell of person.querySelectorAll("[data-cell]")) {
      const own = cell.dataset.cell.split(":")[0] === day.stand_in;
      if (cell.dataset.day >= first && cell.dataset.day <= typed.get("until")) put(cell, own ? { ...day, stand_in: "" } : day);
    }
  }
  leave.returnValue = "";
  after();
});

form?.querySelector("[data-swap-opens]")?.addEventListener("click", () => {
  const at = chosenCells().at(-1);
  if (!at) return;
  swap.querySelector("[data-who]").textContent = said(at);
  for (const option of swap.querySelectorAll("option")) {
    const other = cellOf(`${option.value}:${at.dataset.day}`);
    option.hidden = option.disabled = !other || other === at;
  }
  const first = [...swap.querySelectorAll("option")].find((option) => !option.disabled);
  if (!first) return;
  first.selected = true;
  swap.showModal();
});

swap?.addEventListener("close", () => {
  const at = chosenCells().at(-1);
  if (swap.returnValue !== "yes" || !at) return;
  const other = cellOf(`${new FormData(swap.querySelector("form")).get("with")}:${at.dataset.day}`);
  swap.returnValue = "";
  if (!other) return;
  const [mine, theirs] = [standing(at), standing(other)];
  put(at, { ...theirs, stand_in: other.dataset.cell.split(":")[0] });
  put(other, { ...mine, stand_in: at.dataset.cell.split(":")[0] });
  after();
});
