// The kind of a promise by keyboard: a digit and Enter in its empty line.

/** Come to by a key, an empty line of a promise says which digit and Enter choose its kind; whatever else is typed is its text. */
export function asksKind(field) {
  if (!field?.dataset.kinds || field.value) return;
  field.dataset.words ??= field.placeholder;
  field.placeholder = field.dataset.kinds;
}

const asksNoMore = (field) => {
  if (field.dataset?.words) field.placeholder = field.dataset.words;
};

/** A digit that stands alone in the line of a promise is its kind once Enter says so; 3000 or 3 years is text, and stays. */
export function answersKind(field) {
  const typed = field.dataset.kinds ? field.value.normalize("NFKC") : "";
  const kinds = /^[1-9]$/.test(typed) ? field.closest("li").querySelector("select") : null;
  if (!kinds || Number(typed) > kinds.options.length) return false;
  kinds.selectedIndex = Number(typed) - 1;
  kinds.dispatchEvent(new Event("change", { bubbles: true }));
  asksNoMore(field);
  field.value = "";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  return true;
}

document.addEventListener("focusout", (event) => asksNoMore(event.target));
