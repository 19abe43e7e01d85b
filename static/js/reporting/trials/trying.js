// A trial that takes longer than two seconds says so in the foot, and can be stopped: the page stays as it was.
const form = document.querySelector("form[data-tries]");
const shown = document.querySelector("[data-trying]");

form?.addEventListener("submit", () => {
  const began = Date.now();
  const tick = setInterval(() => {
    const seconds = Math.floor((Date.now() - began) / 1000);
    shown.hidden = seconds < 2;
    shown.querySelector("[data-seconds]").textContent = seconds;
  }, 250);
  shown.querySelector("[data-stop]").addEventListener("click", () => {
    window.stop();
    clearInterval(tick);
    shown.hidden = true;
    form.removeAttribute("aria-busy");
  }, { once: true });
});
