"""A month of one person as pages show it: the ladder out of what is reckoned or frozen, each line with its customer where the reader may see them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from dcc.reckoning.money_words import MINUS, to_the_cent
from leads.models import Lead
from reporting.rewards.event_places import Place, line_name, row_of
from reporting.rewards.pay_sheet import DEDUCTION, EVENT, FACTOR, GOAL, TIER
from reporting.rewards.rule_words import KIND_WORDS, label_of

COLUMNS = (EVENT, TIER, FACTOR, GOAL, "model", "transfer", DEDUCTION)
FOLDED = {"all_goals": GOAL}  # shown in the column of another
Steps = list[dict[str, Any]]


def columns_of(steps: Steps) -> dict[str, Decimal]:
    """Return what a ladder comes to by the columns of the month."""
    found = dict.fromkeys(COLUMNS, Decimal())
    for step in steps:
        paid = [part for line in step.get("lines", ()) for part in line["parts"]] if step["kind"] == EVENT else [(step["kind"], step["amount"])]
        for kind, amount in paid:
            column = FOLDED.get(kind, kind)
            found[column] = found.get(column, Decimal()) + Decimal(amount)
    return {kind: found[kind] for kind in COLUMNS}


@dataclass(frozen=True)
class Line:
    """One event in a statement: `lead` only where its reader may see them."""

    at: datetime
    lead: Lead | None
    parts: str
    amount: str
    name: str = ""
    objected: str = ""  # "waits", "answered"
    exact: Decimal = Decimal()


@dataclass
class Group:
    """One step of the ladder with its lines."""

    label: str
    count: str
    note: str
    amount: str
    running: str
    lines: list[Line] = field(default_factory=list)


def groups_of(role: str, steps: Steps, leads: Mapping[int, Lead], states: Mapping[str, str]) -> list[Group]:
    """Return the ladder of a statement in one post; `states`: which lines are objected to, by their names."""
    groups, so_far = [], Decimal()
    for step in steps:
        so_far += Decimal(step["amount"])
        lines = [_line(line, leads, line_name(role, place_said(step["measure"], line)), states) for line in step.get("lines", ())]
        count = f"× {step['factor']}" if step["kind"] == FACTOR else f"{step['count']}"
        groups.append(Group(_label(step), count, _note(step), to_the_cent(Decimal(step["amount"])), to_the_cent(so_far), lines))
    return groups


def leads_of(steps: Iterable[dict[str, Any]]) -> set[int]:
    """Return whose events stand in a ladder."""
    return {line["lead"] for step in steps for line in step.get("lines", ())}


def place_said(measure: str, line: dict[str, Any]) -> Place:
    """Return the place of a line as a ladder keeps it."""
    return (measure, line[row_of(measure)])


def _line(line: dict[str, Any], leads: Mapping[int, Lead], name: str, states: Mapping[str, str]) -> Line:
    parts = [Decimal(amount) for _kind, amount in line["parts"]]
    said = " + ".join(f"{part:f}".rstrip("0").rstrip(".") or "0" for part in parts).replace("-", MINUS)
    amount = sum(parts, Decimal())
    return Line(datetime.fromisoformat(line["at"]), leads.get(line["lead"]), said, to_the_cent(amount), name, states.get(name, ""), amount)


def _label(step: dict[str, Any]) -> str:
    return label_of(step["measure"]) if step["kind"] == EVENT else str(KIND_WORDS.get(step["kind"], step["kind"]))


def _note(step: dict[str, Any]) -> str:
    """How a step without lines is made."""
    if step["kind"] == FACTOR:
        return _("events and tiers × %(factor)s") % {"factor": Fraction(step["factor"])}
    if step["kind"] == GOAL:
        words = {name: ", ".join(label_of(one) for one in step[name]) for name in ("reached", "missed")}
        return " ".join(
            said % {"what": words[name]} for name, said in ((("reached", _("reached: %(what)s")), ("missed", _("missed: %(what)s")))) if words[name]
        )
    return ""
