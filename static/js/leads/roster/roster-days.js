// The days of form[data-roster] that are to be: what stands in each cell with data-cell, what it is changed to, drawn; nothing is written before it is sent.
export const form = document.querySelector("[data-roster]");
export const table = form?.querySelector(".d-roster");
export const rows = () => [...table.querySelectorAll("tr[data-person]:not([hidden])")];
export const cellOf = (key) => table.querySelector(`[data-cell="${key}"]`);
export const NOTHING = { word: "", leave: "", stand_in: "", made_up: false };

const pending = new Map(); // key of a cell → what it is to be
const read = (id) => JSON.parse(document.getElementById(id)?.textContent ?? "[]");
const names = read("roster-names");
const words = new Map((form ? read("roster-words") : []).map((word) => [word.name, word]));

const stored = ({ dataset }) => ({ word: dataset.word, leave: dataset.leave, stand_in: dataset.standIn, made_up: dataset.madeUp === "1" });
const same = (one, other) => Object.keys(NOTHING).every((name) => (one[name] || "") === (other[name] || ""));
const leaveWord = (code) => document.querySelector(`[data-leave-form] option[value="${code}"]`)?.textContent ?? code;
const wordOf = (day) => (day.leave ? leaveWord(day.leave) : day.word) || form.querySelector("[data-before]").dataset.empty;

/** What a cell is to be, or is. */
export const standing = (cell) => pending.get(cell.dataset.cell) ?? stored(cell);

/** What stood in a cell, in words. */
export const wasWord = (cell) => form.querySelector("[data-before]").dataset.word.replace("%s", wordOf(stored(cell)));

/** Draw what a cell is to be, with what it was or whom it is changed with beside it; or as it came. */
function draw(cell) {
  const day = pending.get(cell.dataset.cell);
  cell.drawn ??= cell.innerHTML;
  cell.classList.toggle("is-changed", day !== undefined);
  if (!day) {
    cell.innerHTML = cell.drawn;
    return;
  }
  const word = document.createElement("span");
  word.textContent = wordOf(day);
  const beside = document.createElement("span");
  beside.className = "d-meta";
  beside.textContent = ` ${day.stand_in ? names[day.stand_in] : wasWord(cell)}`;
  cell.replaceChildren(word, beside);
  const bar = words.get(day.word);
  if (day.leave || !bar?.width) return;
  const [track, fill] = ['class="d-pace-track" width="100"', `class="d-pace-fill" x="${bar.x}" width="${bar.width}"`];
  const drawn = `<rect height="4" ${track}/><rect height="4" ${fill}/>`;
  cell.insertAdjacentHTML("beforeend", `<svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">${drawn}</svg>`);
}

/** Let a cell be something; what it was already is no change. */
export function put(cell, day) {
  if (!cell) return;
  if (same(day, stored(cell))) pending.delete(cell.dataset.cell);
  else pending.set(cell.dataset.cell, day);
  draw(cell);
}

/** Let everything be as it came. */
export function putBack() {
  const keys = [...pending.keys()];
  pending.clear();
  for (const key of keys) draw(cellOf(key));
  tell();
}

function countDays(row) {
  const open = [...row.querySelectorAll("[data-cell]")];
  const works = (day) => !day.leave && Boolean(day.word) && !words.get(day.word)?.off;
  const more = open.filter((cell) => works(standing(cell))).length - open.filter((cell) => works(stored(cell))).length;
  const shown = row.querySelector("[data-days]");
  shown.dataset.was ??= shown.textContent;
  shown.textContent = Number(shown.dataset.was) + more;
}

/** Say how many days would be saved and how many people told, and write down what is sent. */
export function tell() {
  const save = document.querySelector("[data-save]");
  const people = new Set([...pending.keys()].map((key) => key.split(":")[0]));
  const word = save.querySelector("[data-save-word]");
  save.nothing ??= word.textContent;
  word.textContent = pending.size ? save.dataset.word.replace("%n", pending.size).replace("%m", people.size) : save.nothing;
  save.disabled = document.querySelector("[data-reset]").disabled = pending.size === 0;
  const sent = [...pending].map(([key, day]) => [key, { ...day, was: cellOf(key).dataset.said }]);
  form.querySelector("[data-cells]").value = JSON.stringify(Object.fromEntries(sent));
  for (const row of rows()) countDays(row);
}
