"""Whose each group was, recomputed from a ledger alone: tag, basis, the appointment it fulfils and the agent, as they were first set.

Reads only the file. What people said and decided is taken as written: whom they named, why a tag went against the rules, who received them. Passed over are
visits that were taken back, visits without a tag, and those that moved in with a store (docs/rules/ledger.md#verified).
"""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from reception.door.attribution import Answer, decide, overrule
from reception.door.past import Past, PastVisit
from reporting.ledger.histories import TOLD, History, Line
from reporting.ledger.lines import read_lines
from reporting.ledger.refusals import LedgerRefused
from reporting.ledger.shapes import SHAPES

READ = frozenset("store channel setting lead inquiry allocation appointment visit tag_change number audit".split())
OTHER = {"dcc": "showroom", "showroom": "dcc"}
Difference = dict[str, tuple[str | None, str | None]]  # what -> as written, as recomputed


@dataclass
class Verified:
    """How many visits were judged, and in what those differ that do."""

    visits: int = 0
    differ: dict[str, Difference] = field(default_factory=dict)

    @property
    def said(self) -> dict[str, Any]:
        """What the command prints."""
        return {"visits": self.visits, "agree": self.visits - len(self.differ), "differ": list(self.differ)}


def verify_ledger(path: Path) -> Verified:
    """Recompute every visit of a file. Raises LedgerRefused for what is no ledger, and where a line names what no line above has named."""
    stores = _histories(path)
    found = Verified()
    for history in stores.values():
        past = history.past()
        rows = {history.keys["visit"][row["id"]]: row for row in history.lines["visit"]}
        for visit in past.visits:
            row = rows[visit.id]
            if _is_judged(row):
                found.visits += 1
                if apart := _compared(row, _answer(row, visit, past, history), history):
                    found.differ[row["id"]] = apart
    return found


def _histories(path: Path) -> dict[str, History]:
    stores: dict[str, History] = {}
    homes: dict[tuple[str, str], History] = {}
    with path.open("rb") as file:
        for number, kind, line in read_lines(file):
            values = SHAPES[kind].read(number, line)
            if kind == "store":
                stores[values["code"]] = History()
            elif kind in READ and (kind != "audit" or values["action"] in TOLD):
                history = _store_of(number, values, stores, homes)
                _refuse_unknown(number, values, history)
                history.take(kind, values)
                if "id" in values:
                    homes[kind, values["id"]] = history
    if not stores:
        raise LedgerRefused(1, "", "there is no line of a ledger in it")
    return stores


def _store_of(number: int, values: Line, stores: dict[str, History], homes: dict[tuple[str, str], History]) -> History:
    """Return the store a line belongs to, by what it names."""
    for kind in ("store", "visit", "lead"):
        if name := values.get(f"{kind}_id"):
            found = stores.get(name) if kind == "store" else homes.get((kind, name))
            if found is None:
                raise LedgerRefused(number, kind, f"no line above names {name!r}")
            return found
    raise LedgerRefused(number, "store", "is missing")


def _refuse_unknown(number: int, values: Line, history: History) -> None:
    """A line may refer only to lines above it."""
    for key, kind in (("lead_id", "lead"), ("merged_from_id", "lead"), ("merged_into_id", "lead"), ("first_appointment_id", "appointment")):
        if (name := values.get(key)) and name not in history.keys[kind]:
            raise LedgerRefused(number, key.removesuffix("_id").removeprefix("first_"), f"no line above names {name!r}")


def _is_judged(row: Line) -> bool:
    return bool(row.get("first_tag")) and not row.get("annulled_at") and not row.get("moved_in")


def _answer(row: Line, visit: PastVisit, past: Past, history: History) -> Answer:
    """Return what the rules say of a visit, and what follows from it as the desk chose; nobody overrules a transfer."""
    named = row.get("named_user_id") or ("named_user_id" not in row and row["first_basis"] == "named")
    facts = replace(past.facts_of(visit, history.window_at(visit.arrived_at)), named="person" if named else "")
    answer = decide(facts)
    if row.get("override_reason") and answer.basis != "transfer":
        answer = overrule(facts, answer, OTHER[answer.tag])
    return replace(answer, agent=history.at_desk(row)) if answer.opens and answer.fulfils is None else answer


def _compared(row: Line, answer: Answer, history: History) -> Difference:
    """Return in what a visit differs. The agent of a showroom visit is not judged, nor one that history does not tell."""
    pairs = {
        "tag": (row["first_tag"], answer.tag),
        "basis": (row["first_basis"], answer.basis),
        "appointment": (row.get("first_appointment_id"), history.name_of("appointment", answer.fulfils.id if answer.fulfils else None)),
    }
    if row["first_tag"] == "dcc" and "first_agent_id" in row:
        pairs["agent"] = (row["first_agent_id"], history.name_of("person", answer.agent))
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
