// An open menu closes on Esc and on a click elsewhere; only one is open at a time.
const open = () => [...document.querySelectorAll("details.d-menu[open]")];

document.addEventListener("click", (event) => {
  open().filter((menu) => !menu.contains(event.target)).forEach((menu) => menu.removeAttribute("open"));
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of open()) {
    menu.removeAttribute("open");
    menu.querySelector("summary").focus();
  }
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-search]");
  if (!opener) return;
  const search = document.querySelector(".d-search");
  search?.classList.add("is-open");
  search?.querySelector("input")?.focus();
});
document.addEventListener("focusout", (event) => event.target.closest?.(".d-search")?.classList.remove("is-open"));
