// form[data-hand-over]: when somebody else is chosen for a lead, the table beside it counts again what each would hold.
// A row of it says data-taker (what a select holds) and data-of (how the selects' names begin), its cells data-gets and data-then.
const count = (form) => {
  for (const row of document.querySelectorAll("[data-taker]")) {
    const selects = [...form.querySelectorAll(`select[name^="${row.dataset.of}-"]`)];
    const gets = selects.filter((select) => select.value === row.dataset.taker).length;
    row.querySelector("[data-gets]").textContent = gets ? `+${gets}` : "0";
    row.querySelector("[data-then]").textContent = Number(row.dataset.holds) + gets;
  }
};

document.addEventListener("change", (event) => {
  const form = event.target.closest?.("[data-hand-over]");
  if (!form) return;
  const row = event.target.closest("tr");
  row.querySelector("[data-why]").textContent = event.target.value === event.target.dataset.proposed ? row.dataset.proposedWhy : row.dataset.chosenWhy;
  count(form);
});
