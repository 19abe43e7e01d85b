// [data-folds-rows] in the head of a group of the roster hides its people and shows them again; how many are there stays in sight.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-folds-rows]");
  if (!button) return;
  const folds = button.getAttribute("aria-expanded") === "true";
  button.setAttribute("aria-expanded", String(!folds));
  for (const row of button.closest("tbody").querySelectorAll("tr[data-person]")) row.hidden = folds;
});
