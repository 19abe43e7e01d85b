// <form data-confirm="question" data-confirm-body="what happens and what stays" data-confirm-yes="Undo 104" data-confirm-no="Keep">
// asks before it is sent. A button may carry the attributes instead. Without script the form goes straight on.
const dialog = document.getElementById("confirm");
const confirmed = new WeakSet();
let waiting = null;

function ask(form, submitter, words) {
  waiting = { form, submitter };
  dialog.querySelector("[data-question]").textContent = words.confirm;
  const body = dialog.querySelector("[data-body]");
  body.textContent = words.confirmBody ?? "";
  body.hidden = !words.confirmBody;
  for (const [choice, label] of [["yes", words.confirmYes ?? submitter?.textContent], ["no", words.confirmNo]]) {
    const button = dialog.querySelector(`[data-${choice}]`);
    button.textContent = label?.trim() || button.dataset.word;
  }
  dialog.showModal();
}

function onSubmit(event) {
  const form = event.target;
  if (confirmed.delete(form)) return;
  const words = event.submitter?.dataset.confirm ? event.submitter.dataset : form.dataset;
  if (!words.confirm) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  ask(form, event.submitter, words);
}

if (dialog) {
  window.addEventListener("submit", onSubmit, { capture: true });
  dialog.addEventListener("close", () => {
    const { form, submitter } = waiting ?? {};
    waiting = null;
    if (dialog.returnValue !== "yes" || !form?.isConnected) return;
    confirmed.add(form);
    form.requestSubmit(submitter?.isConnected && submitter.form === form ? submitter : undefined);
  });
  dialog.addEventListener("cancel", () => {
    dialog.returnValue = "no";
  });
}
