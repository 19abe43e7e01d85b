// What waits in this browser to be sent, under the person who wrote it. Who shows it hears of every change by the event "unsent".
const KEY = `unsent:${document.body.dataset.person}`;

export const kept = () => JSON.parse(localStorage.getItem(KEY) ?? "[]");

export function keep(entries) {
  if (entries.length) localStorage.setItem(KEY, JSON.stringify(entries));
  else localStorage.removeItem(KEY);
  document.dispatchEvent(new Event("unsent"));
}

export const drop = (token) => keep(kept().filter((entry) => entry.token !== token));
export const change = (token, facts) => keep(kept().map((entry) => (entry.token === token ? { ...entry, ...facts } : entry)));

/** Take over what others left waiting in this browser for one address. */
export function adopt(action) {
  for (const key of Object.keys(localStorage).filter((each) => each.startsWith("unsent:") && each !== KEY)) {
    const theirs = JSON.parse(localStorage.getItem(key));
    const [taken, rest] = [theirs.filter((entry) => entry.action === action), theirs.filter((entry) => entry.action !== action)];
    if (!taken.length) continue;
    keep([...kept(), ...taken].sort((one, other) => one.at - other.at));
    if (rest.length) localStorage.setItem(key, JSON.stringify(rest));
    else localStorage.removeItem(key);
  }
}

/** Let one tab at a time work through what waits. */
export const alone = (work) => navigator.locks.request(KEY, { ifAvailable: true }, (lock) => lock && work());

window.addEventListener("storage", (event) => event.key === KEY && document.dispatchEvent(new Event("unsent"))); // another tab
document.addEventListener("submit", (event) => event.target.matches("[data-leave]") && localStorage.removeItem(KEY));
