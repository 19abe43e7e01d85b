// A group leaves only with something to come: until day and time are chosen, or another moment is typed, the button that sees them off is off and says so.
const off = (form) => {
  const button = form.querySelector("button[data-ready]");
  if (!button) return;
  const chosen = (name) => form.querySelector(`[name="${name}"]:checked, select[name="${name}"]`)?.value;
  const typed = form.querySelector('[type="datetime-local"]')?.value;
  button.disabled = form.dataset.next !== "lost" && !typed && !(chosen("day") && chosen("time"));
};

for (const form of document.querySelectorAll("form[data-next]")) {
  off(form);
  form.addEventListener("input", () => off(form));
  form.addEventListener("change", () => off(form));
}
