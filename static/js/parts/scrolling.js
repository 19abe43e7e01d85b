// What scrolls can be reached by key: where a pane holds nothing that takes the focus, it takes it itself.
import { onContent } from "./page.js";

const PANES = ".d-main, .d-page, .d-pane, .d-scroll, .d-report, .d-funnels, .d-card";
const FOCUSABLE = "a[href], button:not(:disabled), input:not(:disabled, [type=hidden]), select:not(:disabled), textarea:not(:disabled), summary, [tabindex='0']";

const overflows = (pane) => pane.scrollHeight > pane.clientHeight + 1 || pane.scrollWidth > pane.clientWidth + 1;
const scrolls = (pane) => overflows(pane) && /auto|scroll/.test(getComputedStyle(pane).overflow);
const isReached = (pane) => [...pane.querySelectorAll(FOCUSABLE)].some((each) => each.checkVisibility?.() !== false);

function restore(pane) {
  if (pane.dataset.reached) pane.setAttribute("tabindex", pane.dataset.reached);
  else pane.removeAttribute("tabindex");
  delete pane.dataset.reached;
}

function reach() {
  document.querySelectorAll("[data-reached]").forEach(restore);
  for (const pane of document.querySelectorAll(PANES)) {
    if (pane.tabIndex === 0 || !scrolls(pane) || isReached(pane)) continue;
    pane.dataset.reached = pane.getAttribute("tabindex") ?? "";
    pane.tabIndex = 0;
  }
}

onContent(reach);
window.addEventListener("resize", reach);
