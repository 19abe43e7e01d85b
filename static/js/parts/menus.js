// An open menu closes on Esc and on a click elsewhere; only one is open at a time.
const open = () => [...document.querySelectorAll("details.d-menu[open]")];

document.addEventListener("click", (event) => {
  open().filter((menu) => !menu.contains(event.target)).forEach((menu) => menu.removeAttribute("open"));
});

// A menu that asks for something leads to where one types.
document.addEventListener("toggle", (event) => {
  if (event.target.matches?.("details.d-menu[open]")) event.target.querySelector(".d-menu-sheet.is-form :is(input:not([type=hidden]), textarea)")?.focus();
}, { capture: true });

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
