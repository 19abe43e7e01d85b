// A button data-shows-secret inside .d-secret shows and hides the password beside it; data-copies="id" copies that element's text.
document.addEventListener("click", async (event) => {
  const eye = event.target.closest("[data-shows-secret]");
  if (eye) {
    const input = eye.parentElement.querySelector("input");
    input.type = input.type === "password" ? "text" : "password";
    eye.setAttribute("aria-pressed", String(input.type === "text"));
  }
  const copier = event.target.closest("[data-copies]");
  if (copier && navigator.clipboard) {
    await navigator.clipboard.writeText(document.getElementById(copier.dataset.copies).textContent.trim());
    copier.textContent = copier.dataset.copied;
  }
});
