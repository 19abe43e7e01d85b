// The numbers beside the navigation and the dot at the bell: asked after the page stands, every half minute, and after whatever one does; of a tab in the
// background every other minute, for its title.
// The last ones are kept for this tab, so that they stand there at once on the next page.
const KEPT = `counts-${document.body.dataset.person}`;
const ADDRESS = document.body.dataset.counts;
const IN_BACKGROUND = 110_000; // milliseconds between two questions of a tab nobody looks at
let asked = 0;

function show(found) {
  for (const place of document.querySelectorAll("[data-count]")) {
    const [number, late] = found.sections[place.dataset.count] ?? ["", false];
    place.querySelector("[data-number]").textContent = number;
    place.hidden = !number;
    place.classList.toggle("is-late", late);
    const said = place.querySelector(".d-said");
    if (said) said.hidden = !late;
  }
  for (const dot of document.querySelectorAll("[data-unread]")) dot.hidden = !found.unread;
  document.dispatchEvent(new CustomEvent("counts", { detail: found }));
}

async function ask() {
  if (document.hidden && Date.now() - asked < IN_BACKGROUND) return;
  asked = Date.now();
  try {
    const answer = await fetch(ADDRESS, { headers: { Accept: "application/json" }, redirect: "error" });
    if (!answer.ok) return;
    const text = await answer.text();
    sessionStorage.setItem(KEPT, text);
    show(JSON.parse(text));
  } catch {
    // Offline or logged out: whatever is done next says so.
  }
}

if (ADDRESS) {
  const kept = sessionStorage.getItem(KEPT);
  if (kept) show(JSON.parse(kept));
  ask();
  setInterval(ask, 30_000);
  document.addEventListener("visibilitychange", ask);
  document.body.addEventListener("htmx:afterRequest", (event) => { if (event.detail.requestConfig.verb !== "get") ask(); });
}
