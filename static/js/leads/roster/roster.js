// form[data-roster]: days of the roster are changed here and nothing is written before it is sent. A day that may be changed is a cell with data-cell;
// arrows walk, Shift+arrows select, Ctrl+C and Ctrl+V copy, [data-put] (keys 1 to 9) puts a shift, the dialogs a leave and a change of two.
const form = document.querySelector("[data-roster]");

if (form) {
  const table = form.querySelector(".d-roster");
  const names = JSON.parse(document.getElementById("roster-names").textContent);
  const words = new Map(JSON.parse(document.getElementById("roster-words").textContent).map((word) => [word.name, word]));
  const pending = new Map(); // key of a cell → what it is to be
  let chosen = []; // cells, the one that has the focus last
  let copied = [];

  const cells = () => [...table.querySelectorAll("[data-cell]")];
  const cellOf = (key) => table.querySelector(`[data-cell="${key}"]`);
  const stored = ({ dataset }) => ({ word: dataset.word, leave: dataset.leave, stand_in: dataset.standIn, made_up: dataset.madeUp === "1" });
  const standing = (cell) => pending.get(cell.dataset.cell) ?? stored(cell);
  const same = (one, other) => ["word", "leave", "stand_in", "made_up"].every((name) => (one[name] || "") === (other[name] || ""));

  for (const cell of cells()) cell.drawn = cell.innerHTML;

  const leaveWord = (code) => document.querySelector(`[data-leave-form] option[value="${code}"]`)?.textContent ?? code;
  const wordOf = (day) => (day.leave ? leaveWord(day.leave) : day.word) || form.querySelector("[data-before]")?.dataset.empty;

  /** Draw what a cell is to be, with what it was beside it; or as it came. */
  function draw(cell) {
    const day = pending.get(cell.dataset.cell);
    cell.classList.toggle("is-changed", day !== undefined);
    if (!day) {
      cell.innerHTML = cell.drawn;
      return;
    }
    const word = document.createElement("span");
    word.textContent = wordOf(day);
    const was = document.createElement("span");
    was.className = "d-meta";
    const beside = day.stand_in ? names[day.stand_in] : wordOf(stored(cell));
    was.textContent = ` ${day.stand_in ? beside : form.querySelector("[data-before]").dataset.word.replace("%s", beside)}`;
    cell.replaceChildren(word, was);
    const bar = words.get(day.word);
    if (!day.leave && bar?.width) {
      cell.insertAdjacentHTML("beforeend", `<svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect width="100" height="4" class="d-pace-track"/>
        <rect x="${bar.x}" width="${bar.width}" height="4" class="d-pace-fill"/></svg>`);
    }
  }

  function put(cell, day) {
    if (!cell) return;
    if (same(day, stored(cell))) pending.delete(cell.dataset.cell);
    else pending.set(cell.dataset.cell, day);
    draw(cell);
  }

  /** Say how many days would be saved, and how many people told. */
  function tell() {
    const save = document.querySelector("[data-save]");
    const people = new Set([...pending.keys()].map((key) => key.split(":")[0]));
    const word = save.querySelector("[data-save-word]");
    save.nothing ??= word.textContent;
    word.textContent = pending.size ? save.dataset.word.replace("%n", pending.size).replace("%m", people.size) : save.nothing;
    save.disabled = document.querySelector("[data-reset]").disabled = pending.size === 0;
    const sent = [...pending].map(([key, day]) => [key, { ...day, was: cellOf(key).dataset.said }]);
    form.querySelector("[data-cells]").value = JSON.stringify(Object.fromEntries(sent));
    for (const row of table.querySelectorAll("tr[data-person]")) countDays(row);
  }

  function countDays(row) {
    const open = [...row.querySelectorAll("[data-cell]")];
    const works = (day) => !day.leave && Boolean(day.word) && !words.get(day.word)?.off;
    const more = open.filter((cell) => works(standing(cell))).length - open.filter((cell) => works(stored(cell))).length;
    const shown = row.querySelector("[data-days]");
    shown.dataset.was ??= shown.textContent;
    shown.textContent = Number(shown.dataset.was) + more;
  }

  function choose(list) {
    for (const cell of chosen) {
      cell.classList.remove("is-chosen", "is-focus");
      cell.tabIndex = -1;
    }
    chosen = list;
    for (const cell of chosen) cell.classList.add("is-chosen");
    const at = chosen.at(-1);
    if (!at) return;
    at.classList.add("is-focus");
    at.tabIndex = 0;
    at.focus({ preventScroll: false });
    form.querySelector("[data-chosen]").textContent = `${at.dataset.name} · ${at.dataset.label}`;
    const before = form.querySelector("[data-before]");
    before.textContent = before.dataset.word.replace("%s", wordOf(stored(at)));
    for (const button of form.querySelectorAll("[data-put]")) {
      const day = standing(at);
      button.setAttribute("aria-pressed", String(!day.leave && day.word === button.dataset.put));
    }
  }

  /** The cell so many rows and columns further that may be changed, within the table. */
  function beside(cell, down, right) {
    const rows = [...table.querySelectorAll("tr[data-person]")].filter((row) => row.querySelector("[data-cell]"));
    const row = rows[rows.indexOf(cell.closest("tr")) + down];
    if (!row) return null;
    const at = cell.cellIndex + right;
    const found = row.cells[at];
    return found?.dataset.cell ? found : null;
  }

  let anchor = null;
  function span(from, to) {
    const rows = [...table.querySelectorAll("tr[data-person]")];
    const [top, bottom] = [rows.indexOf(from.closest("tr")), rows.indexOf(to.closest("tr"))].sort((a, b) => a - b);
    const [left, right] = [from.cellIndex, to.cellIndex].sort((a, b) => a - b);
    const inside = rows.slice(top, bottom + 1).flatMap((row) => [...row.cells].slice(left, right + 1)).filter((cell) => cell.dataset.cell);
    return [...inside.filter((cell) => cell !== to), to];
  }

  const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

  table.addEventListener("keydown", (event) => {
    const at = chosen.at(-1);
    if (!at || event.isComposing) return;
    const copies = event.ctrlKey || event.metaKey;
    if (ARROWS[event.key] && !copies) {
      event.preventDefault();
      const next = beside(at, ...ARROWS[event.key]);
      if (!next) return;
      if (event.shiftKey) choose(span((anchor ??= at), next));
      else {
        anchor = null;
        choose([next]);
      }
    } else if (copies && event.key.toLowerCase() === "c") {
      event.preventDefault();
      copied = chosen.map((cell) => ({ row: cell.closest("tr"), column: cell.cellIndex, day: { ...standing(cell), stand_in: "" } }));
    } else if (copies && event.key.toLowerCase() === "v" && copied.length) {
      event.preventDefault();
      paste(at);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      for (const cell of chosen) put(cell, { word: "", leave: "", stand_in: "", made_up: false });
      after();
    }
  });

  /** One day fills all that are chosen; several are laid from here on as they lay. */
  function paste(at) {
    if (copied.length === 1) for (const cell of chosen) put(cell, copied[0].day);
    else {
      const rows = [...table.querySelectorAll("tr[data-person]")];
      const top = Math.min(...copied.map((each) => rows.indexOf(each.row)));
      const left = Math.min(...copied.map((each) => each.column));
      for (const each of copied) {
        const row = rows[rows.indexOf(at.closest("tr")) + rows.indexOf(each.row) - top];
        const cell = row?.cells[at.cellIndex + each.column - left];
        if (cell?.dataset.cell) put(cell, each.day);
      }
    }
    after();
  }

  function after() {
    tell();
    choose([...chosen]);
  }

  table.addEventListener("click", (event) => {
    const cell = event.target.closest("[data-cell]");
    if (!cell) return;
    if (event.shiftKey && chosen.length) choose(span((anchor ??= chosen.at(-1)), cell));
    else {
      anchor = null;
      choose([cell]);
    }
  });

  for (const button of form.querySelectorAll("[data-put]")) {
    button.addEventListener("click", () => {
      for (const cell of chosen) put(cell, { word: button.dataset.put, leave: "", stand_in: "", made_up: false });
      after();
    });
  }

  const leave = document.getElementById("roster-leave");
  const swap = document.getElementById("roster-swap");
  const said = (cell) => `${cell.dataset.name} · ${cell.dataset.label}`;

  form.querySelector("[data-leave-opens]")?.addEventListener("click", () => {
    if (!chosen.length) return;
    leave.querySelector("[data-who]").textContent = said(chosen[0]);
    const days = chosen.map((cell) => cell.dataset.day).sort();
    leave.querySelector("[name=until]").value = days.at(-1);
    leave.querySelector("[name=until]").min = days[0];
    leave.showModal();
  });

  leave?.addEventListener("close", () => {
    if (leave.returnValue !== "yes") return;
    const typed = new FormData(leave.querySelector("form"));
    const day = { word: "", leave: typed.get("leave"), stand_in: typed.get("stand_in"), made_up: typed.has("made_up") };
    for (const person of new Set(chosen.map((cell) => cell.closest("tr")))) {
      const first = chosen.filter((cell) => cell.closest("tr") === person).map((cell) => cell.dataset.day).sort()[0];
      for (const cell of person.querySelectorAll("[data-cell]")) {
        const own = cell.dataset.cell.split(":")[0] === day.stand_in;
        if (cell.dataset.day >= first && cell.dataset.day <= typed.get("until")) put(cell, own ? { ...day, stand_in: "" } : day);
      }
    }
    leave.returnValue = "";
    after();
  });

  form.querySelector("[data-swap-opens]")?.addEventListener("click", () => {
    const at = chosen.at(-1);
    if (!at) return;
    swap.querySelector("[data-who]").textContent = said(at);
    for (const option of swap.querySelectorAll("option")) {
      const other = cellOf(`${option.value}:${at.dataset.day}`);
      option.hidden = option.disabled = !other || other === at;
    }
    const first = [...swap.querySelectorAll("option")].find((option) => !option.disabled);
    if (!first) return;
    first.selected = true;
    swap.showModal();
  });

  swap?.addEventListener("close", () => {
    const at = chosen.at(-1);
    if (swap.returnValue !== "yes" || !at) return;
    const other = cellOf(`${new FormData(swap.querySelector("form")).get("with")}:${at.dataset.day}`);
    swap.returnValue = "";
    if (!other) return;
    const [mine, theirs] = [standing(at), standing(other)];
    put(at, { ...theirs, stand_in: other.dataset.cell.split(":")[0] });
    put(other, { ...mine, stand_in: at.dataset.cell.split(":")[0] });
    after();
  });

  document.querySelector("[data-reset]")?.addEventListener("click", () => {
    const keys = [...pending.keys()];
    pending.clear();
    for (const key of keys) draw(cellOf(key));
    tell();
  });

  // What came back unsaved, and what a copied week proposes.
  if (form.dataset.typed) {
    for (const [key, day] of Object.entries(JSON.parse(form.dataset.typed))) if (cellOf(key)) put(cellOf(key), day);
  }
  for (const cell of cells()) if (cell.dataset.then) put(cell, { word: cell.dataset.then, leave: "", stand_in: "", made_up: false });
  if (document.querySelector("[data-save]")) tell();
  const begins = table.querySelector("[data-cell].is-today") ?? cells()[0];
  if (begins) begins.tabIndex = 0;
  table.addEventListener("focusin", (event) => {
    const cell = event.target.closest("[data-cell]");
    if (cell && !chosen.includes(cell)) choose([cell]);
  });

  // A phone shows one day: a swipe goes to the next.
  let touched = null;
  table.addEventListener("touchstart", (event) => (touched = event.touches[0].clientX), { passive: true });
  table.addEventListener("touchend", (event) => {
    const way = touched === null ? 0 : event.changedTouches[0].clientX - touched;
    touched = null;
    if (Math.abs(way) < 60) return;
    const days = [...table.querySelectorAll("thead [data-day]")].map((head) => head.dataset.day);
    const shown = days[days.indexOf(table.querySelector("thead .is-shown")?.dataset.day) + (way < 0 ? 1 : -1)];
    if (!shown) return;
    for (const cell of table.querySelectorAll("[data-day]")) cell.classList.toggle("is-shown", cell.dataset.day === shown);
  });
}
