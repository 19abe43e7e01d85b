// What a field says, whether it stands as the server sent it, and how what it said before is put back.

export const isChoice = (field) => field.type === "radio" || field.type === "checkbox";

/** What stands in a field as the server sent it: a fact that may be typed over. */
export function sentValue(field) {
  if (field.dataset.draft) return "";
  return field.options ? ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value : field.defaultValue;
}

/** What a field says: its text, of a choice whether it is made. */
export function said(field) {
  if (!isChoice(field)) return field.value;
  return field.checked ? "on" : "";
}

/** Does a field stand as the server sent it, so that what was chosen before may be put back? */
export function isUntouched(field) {
  if (field.type !== "radio") return field.type === "checkbox" ? field.checked === field.defaultChecked : field.value === sentValue(field);
  return [...field.form.elements].every((other) => other.name !== field.name || other.checked === other.defaultChecked);
}

/** Put back what was said, each of `kept` (field, text): looked at all together first, because one choice may move another. */
export function putBack(kept) {
  kept.filter(([field]) => isUntouched(field)).forEach(([field, text]) => {
    const wants = text === "on";
    if (isChoice(field) ? field.checked === wants || (field.type === "radio" && !wants) : !text || field.value === text) return;
    if (isChoice(field)) field.checked = wants;
    else field.value = text;
    for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
  });
}
