// form[data-previews]: when other rows are ticked than before, the event "preview" asks the server who would get them and why.
import htmx from "../../parts/htmx.js";

const PAUSE = 250;
const timers = new WeakMap();

const chosen = (form) => (form.querySelector("[data-all]")?.value === "1" ? "all" : [...form.querySelectorAll("[data-select]:checked")].map((box) => box.value).join());

document.addEventListener("selection", (event) => {
  const form = event.target.closest?.("[data-previews]");
  const now = form && chosen(form);
  if (!form || now === (form.dataset.previewed ?? "")) return;
  form.dataset.previewed = now;
  form.querySelectorAll("[data-count-text][data-count]").forEach((place) => {
    delete place.dataset.count; // how many the plan before gave
    place.textContent = place.dataset.countText.replace("%(n)s", event.detail.count);
  });
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => htmx.trigger(form, "preview"), PAUSE));
});
