// data-tip="formula-cards": hovering (after 300 ms), focus or a tap opens the formula of that id beside its head. One is open at a time, Esc closes it,
// the arrow keys move along the heads of one data-tips.
import { onContent } from "./page.js";

const WAIT = 300; // milliseconds a mouse rests on a head
const GAP = 10; // pixels between the head and its formula, so that it never covers its own head
const EDGE = 8; // pixels it keeps from the edge of the window
const tip = document.querySelector("#tip");
let head = null;
let timer = null;

function close() {
  clearTimeout(timer);
  head?.classList.remove("is-open");
  head = null;
  if (tip) tip.hidden = true;
}

function place() {
  const at = head.getBoundingClientRect();
  const middle = at.left + at.width / 2;
  const left = Math.max(EDGE, Math.min(middle - tip.offsetWidth / 2, innerWidth - tip.offsetWidth - EDGE));
  const below = at.bottom + GAP + tip.offsetHeight <= innerHeight || at.top - GAP - tip.offsetHeight < 0;
  tip.classList.toggle("is-above", !below);
  tip.style.left = `${left}px`;
  tip.style.top = `${below ? at.bottom + GAP : at.top - GAP - tip.offsetHeight}px`;
  tip.style.setProperty("--arrow", `${Math.max(14, Math.min(middle - left, tip.offsetWidth - 14))}px`);
}

function open(found) {
  const formula = document.getElementById(found.dataset.tip);
  if (!tip || !formula) return;
  if (head !== found) close();
  clearTimeout(timer);
  head = found;
  head.classList.add("is-open");
  tip.replaceChildren(...[...formula.children].map((child) => child.cloneNode(true)));
  tip.hidden = false;
  place();
}

const headOf = (event) => event.target.closest?.("[data-tip]") ?? null;

document.addEventListener("pointerover", (event) => {
  const found = headOf(event);
  if (event.pointerType !== "mouse" || !found || found === head) return;
  clearTimeout(timer);
  timer = setTimeout(() => open(found), WAIT);
});
document.addEventListener("pointerout", (event) => {
  const found = headOf(event);
  if (event.pointerType !== "mouse" || !found || found.contains(event.relatedTarget)) return;
  if (found === document.activeElement) clearTimeout(timer);
  else close();
});
document.addEventListener("focusin", (event) => { if (headOf(event)?.matches(":focus-visible")) open(headOf(event)); });
document.addEventListener("focusout", (event) => { if (headOf(event)) close(); });
document.addEventListener("click", (event) => {
  const found = headOf(event);
  if (found) open(found);
  else if (head) close();
});

function move(found, step) {
  const heads = [...(found.closest("[data-tips]")?.querySelectorAll("[data-tip]") ?? [])];
  const next = heads[heads.indexOf(found) + step];
  next?.focus();
  if (next) open(next);
}

document.addEventListener("keydown", (event) => {
  const found = headOf(event);
  if (event.key === "Escape" && head) close();
  else if (found && ["ArrowLeft", "ArrowRight"].includes(event.key)) {
    event.preventDefault();
    move(found, event.key === "ArrowLeft" ? -1 : 1);
  }
});
document.addEventListener("scroll", () => { if (head) place(); }, { capture: true, passive: true });
addEventListener("resize", close);
onContent(() => { if (head && !head.isConnected) close(); });
