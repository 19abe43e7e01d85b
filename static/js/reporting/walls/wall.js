// A wall says how old its figures are: two refreshes missed, a mark; five minutes, in words over the whole board. Its clock is the store's.
import { clock } from "../../parts/clock.js";

const MISSED_TWO = 70_000;
const OLD = 5 * 60_000;
const SECOND = 1000;

const wall = document.getElementById("wall");
let fresh = Date.now();

function tell() {
  const age = Date.now() - fresh;
  wall.classList.toggle("is-behind", age > MISSED_TWO);
  const old = wall.querySelector("[data-wall-old]");
  if (old) old.hidden = age <= OLD;
  const shown = wall.querySelector("[data-wall-clock]");
  if (shown) shown.textContent = clock(Date.now());
}

if (wall) {
  wall.addEventListener("htmx:afterSwap", () => {
    fresh = Date.now();
    tell();
  });
  setInterval(tell, SECOND);
}
