// The front desk: four boxes for the last digits, which search at the fourth, a whole number that proposes at its eleventh, and a stepper for heads.
import { onContent } from "../../parts/page.js";

const DIGITS = 4;

/** Draw the digits into the boxes; the box of the next digit is the one that is marked. */
function draw(pin, input) {
  const boxes = pin.querySelectorAll("span");
  boxes.forEach((box, place) => {
    box.textContent = input.value[place] ?? "";
    box.classList.toggle("is-here", place === Math.min(input.value.length, DIGITS - 1));
  });
}

function follow(pin) {
  if (pin.classList.contains("is-live")) return;
  const input = pin.querySelector("input");
  pin.classList.add("is-live");
  const read = (event) => {
    if (event.isComposing) return; // a Chinese keyboard is still writing
    input.value = input.value.normalize("NFKC").replace(/[^0-9]/g, "").slice(0, DIGITS);
    draw(pin, input);
    if (input.value.length === DIGITS) input.form.requestSubmit();
  };
  input.addEventListener("input", read);
  input.addEventListener("compositionend", read);
  input.addEventListener("focus", () => input.select());
  draw(pin, input);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-step]");
  const input = button?.closest("[data-steps]")?.querySelector("input");
  if (!input) return;
  const wanted = Number(input.value || input.min) + Number(button.dataset.step);
  input.value = Math.max(Number(input.min), Math.min(Number(input.max), wanted));
});

/** Eleven digits are a number: what follows from it is asked for at once, nobody has to leave the field by a finger. */
document.addEventListener("input", (event) => {
  if (event.target.id !== "id_phone" || event.isComposing) return;
  if (/^1\d{10}$/.test(event.target.value.normalize("NFKC").replace(/[^0-9]/g, ""))) event.target.dispatchEvent(new Event("change", { bubbles: true }));
});

/** Choosing somebody new leads to the number; what is chosen stays in sight. */
document.addEventListener("change", (event) => {
  const row = event.target.closest?.(".r-match");
  if (!row) return;
  const fields = row.nextElementSibling;
  if (event.target.value === "new") fields.querySelector("input").focus();
  (fields?.matches(".r-new") ? fields : row).scrollIntoView({ block: "nearest" });
});

/** Whoever may be the one at the door carries a question mark among today's appointments; who was chosen is marked. */
function markAsked() {
  const rows = [...document.querySelectorAll("[data-expected]")];
  const chosen = rows.find((row) => row.querySelector(":checked"));
  const answered = chosen || document.querySelector("#same-none:checked");
  document.querySelectorAll(".r-expected").forEach((row) => row.classList.remove("is-asked", "is-picked"));
  for (const row of rows) {
    const expected = document.getElementById(`expected-${row.dataset.expected}`);
    expected?.classList.toggle("is-asked", !answered || row === chosen);
    expected?.classList.toggle("is-picked", row === chosen);
  }
}

for (const event of ["change", "htmx:oobAfterSwap"]) document.addEventListener(event, markAsked);

onContent((within) => {
  within.querySelectorAll("[data-pin]").forEach(follow);
  markAsked();
});
