// A pane .is-drawn stands beside a list; where there is no room it is a drawer: data-draws="id" opens it, its [data-shuts] or Esc shuts it, and the
// focus goes back to what opens it (of the rows of a list, the one that is open). A hidden field [data-is-out] in it says to the server whether it is open.
import { dialogInFront } from "./page.js";

function turn(pane, out) {
  pane.classList.toggle("is-out", out);
  for (const field of pane.querySelectorAll("[data-is-out]")) field.value = out ? "1" : "";
  if (out) pane.querySelector("[data-shuts]")?.focus();
  else (document.querySelector(`[aria-current] [data-draws="${pane.id}"]`) ?? document.querySelector(`[data-draws="${pane.id}"]`))?.focus();
}

document.addEventListener("click", (event) => {
  const opens = event.target.closest("[data-draws]");
  if (opens) {
    for (const other of document.querySelectorAll(".is-drawn.is-out")) other.classList.remove("is-out");
    turn(document.getElementById(opens.dataset.draws), true);
    return;
  }
  const shuts = event.target.closest(".is-drawn [data-shuts]");
  if (shuts) turn(shuts.closest(".is-drawn"), false);
});

document.addEventListener("keydown", (event) => {
  const out = event.key === "Escape" && !dialogInFront() && document.querySelector(".is-drawn.is-out");
  if (out) turn(out, false);
});
