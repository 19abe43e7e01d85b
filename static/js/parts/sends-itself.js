// A form with data-sends-itself="seconds" is sent once by itself: the server could not take it a moment ago.
const form = document.querySelector("[data-sends-itself]");

if (form) setTimeout(() => form.requestSubmit(), Number(form.dataset.sendsItself) * 1000);
