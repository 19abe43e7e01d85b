// data-shown-when="field=value": the element stands only while that field of its form has that value; "field=" while nothing is chosen. Without script it always stands.
import { onContent } from "./page.js";

function follow(element) {
  if (element.dataset.following) return;
  element.dataset.following = "yes";
  const [name, value] = element.dataset.shownWhen.split("=");
  const form = element.closest("form");
  const show = () => { element.hidden = (new FormData(form).get(name) ?? "") !== value; };
  form.addEventListener("change", show);
  show();
}

onContent((within) => within.querySelectorAll("[data-shown-when]").forEach(follow));
