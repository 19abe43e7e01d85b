// data-key="A", "F2", "Ctrl+Enter", "Space" or "G H" (one after the other) presses or focuses its element; aria-keyshortcuts follows from it.
// Single letters rest while somebody types, and altogether where the person switched them off (body data-single-keys="no").
import { dialogInFront, isTyping, isUsable, onContent } from "./page.js";

const NAMES = { " ": "Space", Control: "", Shift: "", Alt: "", Meta: "" };
const WAIT = 1200; // milliseconds in which the second key of a pair must follow
const singles = document.body.dataset.singleKeys !== "no";
let first = null;

function nameOf(event) {
  const key = NAMES[event.key] ?? (event.key.length === 1 ? event.key.toUpperCase() : event.key);
  return key && (event.ctrlKey || event.metaKey) ? `Ctrl+${key}` : key;
}

const isSingle = (name) => name.length === 1 || name === "Space";

/** A key of a row is that of the row one stands on. */
const inReach = (element) => !element.closest("[data-row]") || element.closest("[data-row].is-at") !== null;

/** The usable element of this key, in the dialog that is in front or else in the page: the newest deed's before the page's own, on its way though it be. */
function find(name) {
  const within = dialogInFront() ?? document;
  const named = [...within.querySelectorAll("[data-key]")].filter((element) => element.dataset.key === name && inReach(element));
  const newest = named.findLast((element) => element.closest(".d-toast")) ?? named.findLast((element) => element.closest("[data-undoable]"));
  return newest ? [newest].find(isUsable) : named.find(isUsable);
}

/** Ctrl+Enter sends the form one is typing in, whichever form has the key: by its button of that key, never by another one while that is on its way. */
function inOwnForm(name, element, event) {
  const form = name === "Ctrl+Enter" ? event.target.closest?.("form") : null;
  if (!form || element?.form === form) return element;
  const keyed = [...form.elements].find((each) => each.dataset.key === name);
  return keyed ?? [...form.elements].find((each) => each.type === "submit" && isUsable(each)) ?? element;
}

/** Enter belongs to what has the focus: a button or link one stands on, the form of the field one types in. */
function isEnterOfAnother(name, element, target) {
  if (name !== "Enter") return false;
  return target.closest("button, a, summary, textarea") !== null || (isTyping(target) && target.form !== element?.form);
}

function use(element) {
  if (isTyping(element)) {
    element.focus();
    element.select?.();
  } else {
    element.click();
  }
}

/** A field of digits alone takes no letter: while it is empty the letter is a key. */
const isNoText = (name, field) => /^[A-Z]$/.test(name) && field.value === "" && field.closest("[data-pin]") !== null;

/** Return whether this key may act now: letters and Delete not while typing, Space not where it presses what has the focus. */
function mayAct(name, event) {
  if (event.altKey || event.repeat) return false;
  if (name === "Delete") return !isTyping(event.target);
  if (!isSingle(name)) return true;
  if (name === "Space" && event.target.closest("button, a, summary, input")) return false;
  return singles && (!isTyping(event.target) || isNoText(name, event.target));
}

document.addEventListener("keydown", (event) => {
  const name = nameOf(event);
  if (!name || !mayAct(name, event)) return;
  const pair = first && Date.now() - first.at < WAIT ? `${first.name} ${name}` : null;
  const element = inOwnForm(name, (pair && find(pair)) || find(name), event);
  first = isSingle(name) ? { name, at: Date.now() } : null;
  if (!element || isEnterOfAnother(name, element, event.target)) return;
  event.preventDefault();
  if (isUsable(element)) use(element);
});

onContent((within) => {
  for (const element of within.querySelectorAll("[data-key]")) {
    if (!element.dataset.key.includes(" ")) element.setAttribute("aria-keyshortcuts", element.dataset.key.replace("Ctrl", "Control"));
  }
});

// Esc leaves the field one types in, so that letters are keys again; what was typed stays.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !isTyping(event.target) || dialogInFront() || event.target.closest("details.d-menu[open]")) return;
  event.target.blur();
});
