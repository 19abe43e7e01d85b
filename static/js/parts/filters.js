// <form data-auto-submit> sends itself when a choice changes or typing pauses; a GET form leaves empty fields out of the address.
const PAUSE = 350;
let timer = null;

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form?.matches("[data-auto-submit]") && !event.target.matches("[data-waits]")) form.requestSubmit();
});

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (!form?.matches("[data-auto-submit]") || !event.target.matches("[type=search]") || event.isComposing) return;
  clearTimeout(timer);
  timer = setTimeout(() => form.requestSubmit(), PAUSE);
});

document.addEventListener("formdata", (event) => {
  if (event.target.method !== "get") return;
  const empty = [...event.formData.entries()].filter(([, value]) => value === "");
  new Set(empty.map(([name]) => name)).forEach((name) => {
    const full = event.formData.getAll(name).filter((value) => value !== "");
    event.formData.delete(name);
    full.forEach((value) => event.formData.append(name, value));
  });
});
