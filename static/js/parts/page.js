// What several parts need to know of the page.

export const WRONG = 422; // a form that came back: htmx calls it successful, and nothing of it has arrived

/** Call `work` now and for everything htmx puts into the page later; `work` gets the element to look in. One that fails says so and stops no other. */
export function onContent(work) {
  const look = looking(work);
  look(document);
  document.addEventListener("htmx:afterSwap", (event) => look(event.detail.elt ?? document));
}

/** The same once htmx listens to the page and to what it put into it: what was put back into a form before that, nobody who asks the server on a change heard. */
export function onListening(work) {
  const look = looking(work);
  document.addEventListener("DOMContentLoaded", () => look(document));
  document.addEventListener("htmx:afterSettle", (event) => look(event.detail.elt ?? document));
}

function looking(work) {
  return (within) => {
    try {
      work(within);
    } catch (error) {
      reportError(error);
    }
  };
}

/** Is somebody typing into this element? Then single letters belong to the text. */
export function isTyping(element) {
  if (!(element instanceof HTMLElement)) return false;
  if (element.isContentEditable || element.matches("textarea, select")) return true;
  return element.matches("input:not([type=checkbox], [type=radio], [type=button], [type=submit], [type=file])");
}

/** Is a dialog or drawer in front? Then the keys of the page behind it rest. */
export function dialogInFront() {
  return [...document.querySelectorAll("dialog[open]")].at(-1) ?? null;
}

/** Can this element be seen and used? */
export function isUsable(element) {
  return !element.disabled && element.getAttribute("aria-disabled") !== "true" && element.checkVisibility?.() !== false;
}
