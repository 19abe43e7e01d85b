// What waits in this browser to be sent, sealed, under the person who wrote it. Who shows it hears of every change by the event "unsent".
import { seal, unseal } from "./sealed.js";

const OURS = "unsent:";
const ASIDE = `${OURS}aside:`; // what no key of this person opens: a colleague at the same desk may have it
const DAYS = 7; // the server takes nothing older
const KEY = OURS + document.body.dataset.person;
let entries = [];

export const kept = () => entries;

/** Let one tab at a time change what is kept: `how` gets what is kept now; the same list is no change. */
const edit = (how) => navigator.locks.request(`${OURS}kept`, async () => {
  await hear();
  const before = entries;
  entries = await how(before);
  if (!entries.length) localStorage.removeItem(KEY);
  else if (entries !== before) localStorage.setItem(KEY, await seal(entries));
  document.dispatchEvent(new Event("unsent"));
});

/** Read what is kept under this person now. */
async function hear() {
  const text = localStorage.getItem(KEY);
  const found = text ? await unseal(text) : [];
  if (!found) {
    localStorage.setItem(ASIDE + Date.now(), text);
    localStorage.removeItem(KEY);
  }
  entries = found ?? [];
}

export const keep = (entry) => edit((all) => [...all.filter((other) => other.token !== entry.token), entry]);
export const drop = (token) => edit((all) => all.filter((entry) => entry.token !== token));
export const change = (token, facts) => edit((all) => all.map((entry) => (entry.token === token ? { ...entry, ...facts } : entry)));
/** Read once more what is kept: another tab may have changed it. */
export const refresh = () => edit((all) => all);

/** Take over what others left waiting in this browser for one address. */
export const adopt = (action) => edit(async (all) => {
  const adopted = [];
  for (const key of Object.keys(localStorage).filter((each) => each.startsWith(OURS) && each !== KEY)) {
    const theirs = (await unseal(localStorage.getItem(key))) ?? [];
    const [taken, rest] = [theirs.filter((entry) => entry.action === action), theirs.filter((entry) => entry.action !== action)];
    if (!taken.length) continue;
    adopted.push(...taken);
    if (rest.length) localStorage.setItem(key, await seal(rest));
    else localStorage.removeItem(key);
  }
  return adopted.length ? [...all, ...adopted].sort((one, other) => one.at - other.at) : all;
});

/** Let one tab at a time work through what waits. */
export const alone = (work) => navigator.locks.request(KEY, { ifAvailable: true }, (lock) => lock && work());

/** What is kept, read for the first time. */
export const ready = document.body.dataset.person && isSecureContext ? refresh() : Promise.resolve();

const isOld = (key) => Date.now() - Number(key.slice(ASIDE.length)) > DAYS * 86_400_000;
Object.keys(localStorage).filter((key) => key.startsWith(ASIDE) && isOld(key)).forEach((key) => localStorage.removeItem(key));
window.addEventListener("storage", (event) => event.key === KEY && refresh()); // another tab
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-leave]")) return;
  localStorage.removeItem(KEY);
  entries = [];
});
