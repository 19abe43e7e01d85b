// Toasts: at most two at a time; what is done leaves after five seconds (not while one points at it), an error stays until it is closed.
// What takes a deed back stays behind, unseen: its key works for as long as one stands on the page, and the server says where it is too late.
const SECONDS = 5;
const AT_MOST = 2;
const box = document.getElementById("toasts");

const behind = document.createElement("div");
behind.className = "d-said";
behind.dataset.undoable = "";
behind.setAttribute("aria-hidden", "true");

function leave(toast) {
  const undo = toast.querySelector("[data-undo]");
  if (undo) {
    undo.querySelector("button").tabIndex = -1;
    behind.append(undo);
  }
  toast.remove();
}

function leaveLater(toast) {
  const held = () => toast.matches(":hover, :focus-within");
  const timer = setInterval(() => {
    if (!held()) {
      clearInterval(timer);
      leave(toast);
    }
  }, SECONDS * 1000);
}

function receive(toast) {
  if (toast.dataset.received) return;
  toast.dataset.received = "yes";
  if (!toast.matches(".is-bad")) leaveLater(toast);
  [...box.querySelectorAll(".d-toast")].slice(0, -AT_MOST).forEach(leave);
}

/** Show the toast prepared in <template data-toast="name">; `fill(toast)` may change it first. The same one is never shown twice at once. */
export function showToast(name, fill = () => {}) {
  box.querySelector(`[data-shown="${name}"]`)?.remove();
  const toast = document.querySelector(`template[data-toast="${name}"]`).content.firstElementChild.cloneNode(true);
  toast.dataset.shown = name;
  fill(toast);
  box.append(toast);
}

if (box) {
  box.after(behind);
  box.querySelectorAll(".d-toast").forEach(receive);
  new MutationObserver(() => box.querySelectorAll(".d-toast").forEach(receive)).observe(box, { childList: true });
  box.addEventListener("click", (event) => {
    if (event.target.closest("[data-close-toast]")) event.target.closest(".d-toast").remove();
  });
}
