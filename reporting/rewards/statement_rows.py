"""A month of one person as pages show it: the ladder out of what is reckoned or frozen, each line with its customer where the reader may see them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from dcc.reckoning.money_words import MINUS, to_the_cent
from dcc.reckoning.rounding import percent
from leads.customer.told_of import surname_of
from leads.models import Lead
from reporting.rewards.event_places import Place, line_name, row_of
from reporting.rewards.pay_sheet import DEDUCTION, EVENT, FACTOR, GOAL, TIER
from reporting.rewards.rule_words import KIND_WORDS, label_of

COLUMNS = (EVENT, TIER, FACTOR, GOAL, "model", "transfer", DEDUCTION)
SEEN = 3  # lines of a group that are seen before it is unfolded
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
    why: str = ""

    @property
    def surname(self) -> str:
        """How the customer is called on paper."""
        return surname_of(self.lead.name) if self.lead else "—"


@dataclass
class Group:
    """One step of the ladder with its lines."""

    label: str
    count: str
    note: str
    amount: str
    running: str
    lines: list[Line] = field(default_factory=list)
    is_open: bool = False

    @property
    def first(self) -> list[Line]:
        """The lines that are seen at once."""
        return self.lines if self.is_open or len(self.lines) <= SEEN + 1 else self.lines[:SEEN]

    @property
    def more(self) -> list[Line]:
        """Those that unfold."""
        return self.lines[len(self.first) :]


Says = Callable[[str, dict[str, Any], dict[str, Any]], str]  # post, step, line


def groups_of(role: str, steps: Steps, leads: Mapping[int, Lead], states: Mapping[str, str], says: Says, opened: str = "") -> list[Group]:
    """Return the ladder of a statement in one post; `states`: which lines are objected to, by their names; the group of the line `opened` is unfolded."""
    groups, so_far = [], Decimal()
    for step in steps:
        so_far += Decimal(step["amount"])
        said = [(line, line_name(role, place_said(step["measure"], line))) for line in reversed(step.get("lines", ()))]
        lines = [_line(line, leads, name, states.get(name, ""), says(role, step, line)) for line, name in said]
        count = f"× {step['factor']}" if step["kind"] == FACTOR else f"{step['count']}"
        is_open = any(line.name == opened for line in lines)
        groups.append(Group(_label(step), count, _note(step), to_the_cent(Decimal(step["amount"])), to_the_cent(so_far), lines, is_open))
    return groups


def leads_of(steps: Iterable[dict[str, Any]]) -> set[int]:
    """Return whose events stand in a ladder."""
    return {line["lead"] for step in steps for line in step.get("lines", ())}


def place_said(measure: str, line: dict[str, Any]) -> Place:
    """Return the place of a line as a ladder keeps it."""
    return (measure, line[row_of(measure)])


def _line(line: dict[str, Any], leads: Mapping[int, Lead], name: str, objected: str, why: str) -> Line:
    parts = [Decimal(amount) for _kind, amount in line["parts"]]
    said = " + ".join(f"{part:f}".rstrip("0").rstrip(".") or "0" for part in parts).replace("-", MINUS)
    amount = sum(parts, Decimal())
    return Line(datetime.fromisoformat(line["at"]), leads.get(line["lead"]), said, to_the_cent(amount), name, objected, amount, why)


def _label(step: dict[str, Any]) -> str:
    return label_of(step["measure"]) if step["kind"] == EVENT else str(KIND_WORDS.get(step["kind"], step["kind"]))


def _note(step: dict[str, Any]) -> str:
    """How a step is made: of events by which rate their tiers held, of the others what they rest on."""
    if step["kind"] == EVENT:
        return " · ".join(
            f"{label_of(tier['over'])} ÷ {label_of(tier['under'])} {percent(*tier['of'])} {tier['of'][0]}/{tier['of'][1]}"
            f" {'≥ ' + tier['from'] + '%' if tier['to'] is None else '[' + tier['from'] + '%, ' + tier['to'] + '%)'}"
            for tier in step.get("tiers", ())
        )
    if step["kind"] == FACTOR:
        return _("events and tiers × %(factor)s") % {"factor": Fraction(step["factor"])}
    if step["kind"] == GOAL:
        words = {name: ", ".join(label_of(one) for one in step[name]) for name in ("reached", "missed")}
        return " ".join(
            said % {"what": words[name]} for name, said in ((("reached", _("reached: %(what)s")), ("missed", _("missed: %(what)s")))) if words[name]
        )
    return ""
