// A time typed like 1030, or taken from the half hours beside it: they follow each other, and what of today is over cannot be taken.
import { onContent, onListening } from "../../parts/page.js";
import htmx from "../../parts/htmx.js";

const LETTER = /^[a-z]$/i;
const two = (number) => String(number).padStart(2, "0");

/** "1030", "10:30", "９３０" as "10:30", "" for what is no time. */
export function read(text) {
  const found = /^(\d{1,2})[:.点时]?(\d{2})?$/.exec(text.normalize("NFKC").replaceAll(" ", ""));
  if (!found || Number(found[1]) > 23 || Number(found[2] ?? 0) > 59) return "";
  return `${two(Number(found[1]))}:${found[2] ?? "00"}`;
}

const slotsOf = (box) => [...box.querySelectorAll("[data-slot]")];
const fieldOf = (box) => box.closest("[data-talk]").querySelector("[data-clock-typed]");

/** Mark the slot a time lies in, and those of today that are over. */
function show(box) {
  const day = box.closest("form").querySelector(`[name=${box.dataset.day}]:checked`)?.value;
  const time = read(fieldOf(box).value);
  const slots = slotsOf(box);
  const here = slots.filter((slot) => slot.dataset.slot <= time).at(-1);
  for (const slot of slots) {
    slot.disabled = day === box.dataset.today && slot.dataset.slot <= box.dataset.passed;
    slot.setAttribute("aria-pressed", String(slot === here && isIn(slot, time)));
  }
  const chosen = slots.find((slot) => slot.getAttribute("aria-pressed") === "true");
  pickFreest(box, chosen);
  sayOfDay(box, chosen?.dataset.slot === time ? chosen.dataset.asked : "");
}

/** How many groups come that day, and from when on whoever comes at the time chosen is asked once more. */
function sayOfDay(box, asked = "") {
  const around = box.closest(".d-call-box");
  const from = around.querySelector("[data-asked-from]");
  const ofDay = box.querySelector("[data-of-day]");
  const note = around.querySelector("[data-note]");
  if (from) {
    from.textContent = asked;
    from.hidden = !asked;
  }
  if (ofDay && note) note.textContent = ofDay.textContent.trim();
}

/** Whoever is the freest at the time chosen receives them, until somebody was chosen by hand. */
function pickFreest(box, slot) {
  const select = box.closest("form").querySelector(`[data-freest-of=${box.dataset.day}]`);
  if (!select || select.dataset.chosen) return;
  const freest = [...select.options].some((option) => option.value === slot?.dataset.freest) ? slot.dataset.freest : "";
  select.value = freest;
  select.closest(".d-line").querySelector("[data-is-freest]").hidden = !freest;
}

/** A quarter counts in its half hour; a chip that stands for itself alone is its own time. */
function isIn(slot, time) {
  const minutes = (words) => Number(words.slice(0, 2)) * 60 + Number(words.slice(3));
  const ahead = minutes(time) - minutes(slot.dataset.slot);
  return slot.closest(".is-few") ? ahead === 0 : ahead < 30;
}

function take(field, slot) {
  field.value = slot.dataset.slot.replace(/^0/, "");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function move(field, step) {
  const box = field.closest("[data-talk]").querySelector("[data-slots]");
  const free = slotsOf(box).filter((slot) => !slot.disabled);
  const time = read(field.value);
  const next = step > 0 ? free.find((slot) => slot.dataset.slot > time) : free.filter((slot) => slot.dataset.slot < time).at(-1);
  if (next) take(field, next);
}

/** No letter is part of a time: the key of the row begins it anew, whatever else is pressed stays a key. */
document.addEventListener("keydown", (event) => {
  if (!event.target.matches?.("[data-clock-typed]") || !LETTER.test(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  if (event.key.toUpperCase() === "T") event.target.select();
});
document.addEventListener("input", (event) => {
  if (event.target.matches?.("[data-clock-typed]")) show(event.target.closest("[data-talk]").querySelector("[data-slots]"));
});
document.addEventListener("change", (event) => {
  if (event.target.matches?.("[data-freest-of]")) {
    event.target.dataset.chosen = "yes";
    event.target.closest(".d-line").querySelector("[data-is-freest]").hidden = true;
  }
  event.target.form?.querySelectorAll(`[data-slots][data-day="${event.target.name}"]`).forEach(show);
  const time = event.target.matches?.("[data-clock-typed]") ? read(event.target.value) : "";
  if (time) event.target.value = time.replace(/^0/, "");
});
document.addEventListener("click", (event) => {
  const slot = event.target.closest?.("[data-slot]");
  if (slot) take(fieldOf(slot.closest("[data-slots]")), slot);
});
document.addEventListener("keydown", (event) => {
  if (!event.target.matches?.("[data-clock-typed]") || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
  event.preventDefault();
  move(event.target, event.key === "ArrowRight" ? 1 : -1);
});
onContent((within) => {
  const own = within.matches?.("[data-slots]") ? [within] : [];
  [...own, ...within.querySelectorAll("[data-slots]")].forEach(show);
});

/** The half hours of a day that was put back into the form are asked for as if somebody had just chosen it. */
onListening((within) => {
  for (const box of within.querySelectorAll("[data-slots][hx-get]")) {
    const day = box.closest("form").querySelector(`[name=${box.dataset.day}]:checked`);
    if (day && !day.defaultChecked) htmx.trigger(box, "day-put-back");
  }
});
