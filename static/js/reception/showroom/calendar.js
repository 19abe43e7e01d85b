// data-calendar: arrows move the day, PageUp and PageDown the month, by the links that say so (data-move); not while somebody types.
import { dialogInFront, isTyping } from "../../parts/page.js";

document.addEventListener("keydown", (event) => {
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
  if (!plain || event.defaultPrevented || isTyping(event.target) || event.target.matches?.("input") || dialogInFront()) return;
  if (!document.querySelector("[data-calendar]")) return;
  const link = document.querySelector(`[data-move="${CSS.escape(event.key)}"]`);
  if (!link) return;
  event.preventDefault();
  link.click();
});
