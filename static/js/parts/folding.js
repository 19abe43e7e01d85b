// What is only to be read (details[data-folds]) stands folded on a phone until it is asked for; elsewhere it is always open.
const phone = matchMedia("(max-width: 719px)");

function fold() {
  document.querySelectorAll("details[data-folds]").forEach((each) => each.toggleAttribute("open", !phone.matches));
}

phone.addEventListener("change", fold);
fold();
