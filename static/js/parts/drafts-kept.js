// What is half typed, kept on this machine under the person who typed it, so that it outlives its tab: for three days, which a note of Friday evening needs
// to be there on Monday; until that person logs out; or until another person is logged in here, who is shown nothing of it.
const DAYS = 3;
const OURS = "draft:"; // in the tab itself, too: what went astray there (astray.js)
const TAB = "tab";
const person = document.body.dataset.person;
const mine = `${OURS}${person}:`;
sessionStorage.setItem(TAB, sessionStorage.getItem(TAB) ?? crypto.getRandomValues(new Uint32Array(2)).join("-"));
const here = sessionStorage.getItem(TAB);

const drop = (wanted, store = localStorage) =>
  Object.keys(store).filter((key) => key.startsWith(OURS) && wanted(key)).forEach((key) => store.removeItem(key));
const isOld = (key) => Date.now() - JSON.parse(localStorage.getItem(key)).at > DAYS * 86_400_000;
const isAnothers = (key) => person && !key.startsWith(mine);

export const read = (name) => JSON.parse(localStorage.getItem(mine + name) ?? "null");
export const forget = (...names) => names.forEach((name) => localStorage.removeItem(mine + name));
export const forgetUnder = (start) => drop((key) => key.startsWith(`${mine}${start}:`));

/** Keep a text; `over`: what the server's page said there. What is `sent` is on its way, from this tab. */
export const write = (name, text, { sent = false, over = "" } = {}) =>
  localStorage.setItem(mine + name, JSON.stringify({ text, over, sent: sent && here, at: Date.now() }));

/** Forget what this tab sent, where `arrived` says so of its name; another tab hears of its own. */
export const forgetSent = (arrived) => drop((key) => {
  const name = key.slice(mine.length);
  return read(name)?.sent === here && arrived(name);
});

drop((key) => isOld(key) || isAnothers(key));
drop(isAnothers, sessionStorage);
document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-leave]")) [localStorage, sessionStorage].forEach((store) => drop(() => true, store));
});
