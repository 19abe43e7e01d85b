// data-shown-when="field=value,other": the element stands only while that field of its form has one of these values; "field=" while nothing is chosen. Without script it always stands.
import { onContent } from "./page.js";

function follow(element) {
  if (element.dataset.following) return;
  element.dataset.following = "yes";
  const [name, values] = element.dataset.shownWhen.split("=");
  const form = element.closest("form");
  const show = () => { element.hidden = !values.split(",").includes(new FormData(form).get(name) ?? ""); };
  form.addEventListener("change", show);
  show();
}

onContent((within) => within.querySelectorAll("[data-shown-when]").forEach(follow));
