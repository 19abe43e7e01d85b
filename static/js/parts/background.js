// A tab in the background says in its title that somebody waits: notices, calls or arrivals that have come since one left it; with a sound where this
// computer is to make one (data-sounds on one's own page). Back on the tab the title is as it was. A group that comes sounds on the specialist's board
// in any case. Nothing sounds before one has touched the page.
const WAITS = document.body.dataset.waits;
const SOUND = "sound";
const title = document.title;
let left = null; // what waited when one left the tab
let last = { unread: 0, calls: 0 };
let told = 0;

const arrivals = () => document.querySelectorAll(".r-arrival").length;
let came = arrivals();
const waiting = () => ({ ...last, arrivals: arrivals() });

/** A short, quiet tone of its own: no file, nothing to load. */
function sound() {
  if (navigator.userActivation?.hasBeenActive === false) return;
  const context = new AudioContext();
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.frequency.value = 660;
  volume.gain.setValueAtTime(0.15, context.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.001, context.currentTime + 0.6);
  tone.connect(volume).connect(context.destination);
  tone.start();
  tone.stop(context.currentTime + 0.6);
  tone.addEventListener("ended", () => context.close());
}

function tell() {
  if (!document.hidden || !left) return;
  const now = waiting();
  const more = Object.keys(now).reduce((sum, name) => sum + Math.max(0, now[name] - left[name]), 0);
  document.title = more ? `(${more}) ${WAITS} · ${title}` : title;
  if (more > told && localStorage.getItem(SOUND) === "yes") sound();
  told = more;
}

/** The band of the board has changed: one more group waits. */
function hear() {
  const now = arrivals();
  if (now > came && !document.hidden && localStorage.getItem(SOUND) === "yes") sound();
  came = now;
}

if (WAITS) {
  document.addEventListener("counts", (event) => {
    last = { unread: event.detail.unread, calls: Number(String(event.detail.sections.calls?.[0] ?? 0).replace(/\D/g, "")) };
    tell();
  });
  document.addEventListener("htmx:afterSwap", tell);
  document.addEventListener("htmx:afterSettle", hear);
  document.addEventListener("htmx:oobAfterSwap", tell);
  document.addEventListener("visibilitychange", () => {
    left = document.hidden ? waiting() : null;
    told = 0;
    if (!document.hidden) document.title = title;
  });
}

for (const box of document.querySelectorAll("[data-sounds]")) {
  box.checked = localStorage.getItem(SOUND) === "yes";
  box.addEventListener("change", () => {
    localStorage.setItem(SOUND, box.checked ? "yes" : "no");
    if (box.checked) sound();
  });
}
