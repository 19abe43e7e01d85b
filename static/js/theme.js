// Before anything is drawn: where the theme follows the device, say which one that is. Small and early, so that nothing flashes.
const root = document.documentElement;
const dark = window.matchMedia("(prefers-color-scheme: dark)");

function follow() {
  if (root.dataset.theme === "auto") root.dataset.bsTheme = dark.matches ? "dark" : "light";
}

follow();
dark.addEventListener("change", follow);
