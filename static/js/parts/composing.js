// A Chinese keyboard that is still writing keeps its keys to itself: none of them is a shortcut of the page, whoever listens. Stands before all that listen.
// Browsers say so by isComposing, or by the key "Process" and its number alone: before the first letter, and with the Enter that takes the word.
const COMPOSING = 229;

function isComposing(event) {
  return event.isComposing || event.key === "Process" || event.keyCode === COMPOSING;
}

for (const kind of ["keydown", "keypress", "keyup"]) {
  window.addEventListener(kind, (event) => isComposing(event) && event.stopImmediatePropagation(), { capture: true });
}
