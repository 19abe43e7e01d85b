// The form of a call: what stands follows the outcome and the next step; the clock of the call.
import { clock, clockWithSeconds } from "../../parts/clock.js";
import { isUsable, onContent } from "../../parts/page.js";

const UNCHOSEN = ["step", "level"]; // may stay open: chosen a second time, such a choice is taken away

const checked = (form, name) => form.querySelector(`[name=${name}]:checked`);

/** What came of the call: connected, unanswered, fruitless, or nothing yet. */
function saidOf(form) {
  const meaning = (checked(form, "outcome") ?? form.querySelector("[type=hidden][data-meaning]"))?.dataset.meaning;
  if (!meaning) return "";
  if (meaning === "connected") return meaning;
  const fruitless = form.querySelector("[data-fruitless]").dataset.fruitless.split(" ");
  return fruitless.includes(meaning) && form.elements.which?.value !== "second" ? "fruitless" : "unanswered";
}

function show(form) {
  showNumber(form);
  const said = saidOf(form);
  const step = checked(form, "step")?.value;
  const talks = said === "connected";
  form.dataset.said = said;
  for (const name of UNCHOSEN) form.dataset[name] = checked(form, name)?.value ?? "";
  form.querySelectorAll("[data-when-said]").forEach((part) => { part.hidden = part.dataset.whenSaid === "connected" ? !talks : part.dataset.whenSaid !== said; });
  form.querySelectorAll("[data-when-step]").forEach((part) => { part.hidden = !talks || part.dataset.whenStep !== step; });
  const note = form.querySelector("textarea[data-else]");
  if (note) {
    note.dataset.words ??= note.placeholder;
    note.placeholder = talks || said === "" ? note.dataset.words : note.dataset.else;
  }
  form.querySelectorAll("[data-hidden-when]").forEach((part) => { part.hidden = isAmong(form, part.dataset.hiddenWhen); });
  (form.closest(".d-panes") ?? form).querySelectorAll("[data-only-when]").forEach((part) => { part.hidden = !isAmong(form, part.dataset.onlyWhen); });
}

/** "field=one|other": whether that field of the form holds one of these. */
function isAmong(form, words) {
  const [name, values] = words.split("=");
  return values.split("|").includes(checked(form, name)?.value);
}

/** A next step is only agreed with somebody one speaks with. */
function talkWhenAgreed(form, field) {
  if (field.name === "step" && !saidOf(form)) form.querySelector("[name=outcome][data-meaning=connected]")?.click();
}

/** A level has its interval: the day of the next call follows it, until somebody chose one. */
function suggestDay(form, field) {
  if (field.name === "call_day" || field.name === "call_at") form.dataset.dayChosen = "yes";
  if (field.name !== "level" || form.dataset.dayChosen) return;
  const day = form.querySelector(`[name=call_day][value="${field.dataset.callDay}"]`);
  if (day) day.checked = true;
}

const two = (number) => String(number).padStart(2, "0");

/** The call begins now, as far as this browser knows; what the server saw of it goes before that. */
function begin(form, seconds = 0) {
  form.dataset.began = Date.now() - 1000 * seconds;
  if (form.elements.started) form.elements.started.value = form.dataset.began;
  form.querySelectorAll("[data-when-unseen]").forEach((part) => { part.hidden = true; });
  tick(form);
}

/** The clock of a call runs until it is saved for the first time, or somebody writes its length by hand. */
function tick(form) {
  const place = form.querySelector("[data-clock]");
  if (!form.dataset.began || form.dataset.over || !place) return;
  const began = Number(form.dataset.began);
  const seconds = Math.max(0, Math.floor((Date.now() - began) / 1000));
  place.textContent = `${place.dataset.words} ${clockWithSeconds(began)} · ${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
  form.elements.seconds.value = Math.min(seconds, form.elements.seconds.max);
  form.elements.seconds.dataset.runs = "yes";
}

function follow(form) {
  if (form.dataset.following) return;
  form.dataset.following = "yes";
  form.addEventListener("change", (event) => {
    talkWhenAgreed(form, event.target);
    suggestDay(form, event.target);
    show(form);
  });
  form.addEventListener("submit", () => { form.dataset.over = "yes"; });
  if (form.dataset.openFor && !form.elements.seconds.value) begin(form, Number(form.dataset.openFor));
  form.addEventListener("input", (event) => {
    if (event.target.name === "seconds") {
      form.dataset.over = "yes";
      delete event.target.dataset.runs;
    }
    const kept = form.querySelector("[data-draft-at]");
    if (kept && event.target.dataset.draft) kept.textContent = `${kept.dataset.words} ${clock(Date.now())}`;
  });
  show(form);
}

/** The number was shown in order to call: the call begins; where one pressed 拨打 on a phone, in its own dialler. */
function dialled(within) {
  const number = within.querySelector?.("[data-shown]") ?? (within.matches?.("[data-shown]") ? within : null);
  const form = number?.closest("form");
  if (!form || number.dataset.begun) return;
  number.dataset.begun = "yes";
  delete form.dataset.over; // dialled again, the call begins anew
  begin(form);
  if (number.matches("[data-dialled]") && matchMedia("(pointer: coarse)").matches) [...number.querySelectorAll("[data-number]")].find(isUsable)?.click();
}

/** Which of two numbers is called: the chosen one stands there. What nobody answers at the second says nothing of the first. */
function showNumber(form) {
  const which = checked(form, "which")?.value ?? "";
  form.querySelectorAll("[data-of-number]").forEach((part) => { part.hidden = part.dataset.ofNumber !== which; });
}

document.addEventListener("click", (event) => {
  if (!event.target.matches?.("[data-turns]")) return;
  const choices = [...event.target.querySelectorAll("input")];
  choices[(choices.findIndex((choice) => choice.checked) + 1) % choices.length].click();
});

/** What was chosen already and is pressed again is chosen no more; the letter of a step goes to its row first, where one has left it. */
let pointed = null;
document.addEventListener("pointerdown", (event) => { pointed = event.target.closest?.("label")?.control ?? event.target; }, { capture: true });
document.addEventListener("click", (event) => {
  const choice = event.target;
  const byPointer = choice === pointed;
  if (choice.matches?.("input")) pointed = null;
  if (!choice.matches?.("form[data-call] input[type=radio]") || !UNCHOSEN.includes(choice.name) || choice.form.dataset[choice.name] !== choice.value) return;
  if (choice.name === "step" && !byPointer && !choice.form.querySelector(`[data-when-step=${choice.value}] .d-talk.is-active`)) return;
  choice.checked = false;
  choice.dispatchEvent(new Event("change", { bubbles: true }));
});

/** What is kept to be sent later says when it began: by then nobody knows any more. */
document.addEventListener("kept", (event) => {
  const { started, seconds } = event.target.elements;
  if (started && !started.value) started.value = Date.now() - 1000 * Number(seconds?.value ?? 0);
});

/** Nobody saw the number dialled: the browser alone says when the call began. */
document.addEventListener("htmx:sendError", (event) => {
  const button = event.detail.elt;
  if (button?.matches?.("[data-dials]")) begin(button.closest("form"));
});

onContent((within) => {
  document.querySelectorAll("form[data-call]").forEach(follow);
  dialled(within);
});
setInterval(() => document.querySelectorAll("form[data-call]").forEach(tick), 1000);
