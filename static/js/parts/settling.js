// <form data-settles="name of a toast">: a press within half a second of a new customer was meant for the one before. It is not taken, and the page says so.
import { onContent } from "./page.js";
import { showToast } from "./toasts.js";

const HALF_A_SECOND = 500;
let opened = { form: null, at: 0 };

onContent(() => {
  const form = document.querySelector("form[data-settles]");
  if (form !== opened.form) opened = { form, at: performance.now() };
});

window.addEventListener(
  "click",
  (event) => {
    const button = event.target.closest?.("button");
    if (!opened.form || button?.form !== opened.form || performance.now() - opened.at >= HALF_A_SECOND) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    showToast(opened.form.dataset.settles);
  },
  { capture: true },
);
