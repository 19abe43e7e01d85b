// form[data-lines]: its lines [data-line] change places by Alt+↑ and Alt+↓ and by dragging; the server draws the page anew from what was typed.
import htmx from "../../parts/htmx.js";

const FAR = 4; // pixels after which a press is a drag

const linesOf = (form) => [...form.querySelectorAll("[data-line]")];

/** Put one line where another stands, and go on from where it stands then. */
async function move(form, from, to) {
  const target = `#${form.id}`;
  const values = { do: `move:${from.dataset.line}:${to.dataset.line}` };
  await htmx.ajax("POST", form.dataset.lines, { source: form, target, select: target, swap: "outerHTML", values });
  document.querySelector(`${target} [data-line].is-at`)?.focus();
}

const STEPS = { ArrowUp: -1, ArrowDown: 1 };
let moved = Promise.resolve(); // presses follow one after the other, each on the page the one before it left

/** Move the line one stands on, else the one that is open, by one place. */
async function step(by) {
  const form = document.querySelector("form[data-lines]");
  const lines = linesOf(form);
  const from = document.activeElement.closest("[data-line]") ?? lines.find((line) => line.classList.contains("is-at"));
  const to = lines[lines.indexOf(from) + by];
  if (from && to) await move(form, from, to);
}

document.addEventListener("keydown", (event) => {
  const by = event.altKey && STEPS[event.key];
  if (!by || !document.querySelector("form[data-lines]") || event.target.matches?.("select, [type=time]")) return;
  event.preventDefault();
  moved = moved.then(() => step(by));
});

/** The line of the same form that lies at this height. */
const lineAt = (form, y) => linesOf(form).find((line) => y >= line.getBoundingClientRect().top && y < line.getBoundingClientRect().bottom);

let held = null;

function letGo() {
  for (const line of linesOf(held.form)) line.classList.remove("is-held", "is-goal");
  held = null;
}

document.addEventListener("pointerdown", (event) => {
  const line = event.target.closest?.("[data-line]");
  // A finger drags by the number alone, so that it can scroll by the rest.
  if (!line || event.button || (event.pointerType === "touch" && event.target.closest("td") !== line.cells[0])) return;
  held = { form: line.closest("form"), line, y: event.clientY, drags: false };
});

document.addEventListener("pointermove", (event) => {
  if (!held || (!held.drags && Math.abs(event.clientY - held.y) < FAR)) return;
  if (!held.drags) held.line.setPointerCapture(event.pointerId);
  held.drags = true;
  for (const line of linesOf(held.form)) line.classList.toggle("is-goal", line !== held.line && line === lineAt(held.form, event.clientY));
  held.line.classList.add("is-held");
});

document.addEventListener("pointerup", (event) => {
  if (!held) return;
  const { form, line, drags } = held;
  const goal = lineAt(form, event.clientY);
  letGo();
  if (drags && goal && goal !== line) move(form, line, goal);
});

document.addEventListener("pointercancel", () => held && letGo());
