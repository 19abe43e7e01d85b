"""Objections to the lines of one person's month as their page shows them, and what did not count for them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dcc.models import User
from leads.models import Lead
from reception.reconcile.card_pay import CLAIMED, VOID, WAITS
from reporting.models import Objection
from reporting.models.objection import WITHDRAWN
from reporting.rewards.event_places import Place, line_name, row_of
from reporting.rewards.month_pay import Pay
from reporting.rewards.rule_words import label_of

WHY_UNPAID: dict[str, Any] = {
    VOID: gettext_lazy("Void card: counts, pays nothing"),
    WAITS: gettext_lazy("Number of another lead, not decided: counts, pays nothing"),
    CLAIMED: gettext_lazy("The showroom claims it: counts, pays nothing"),
}


def name_of(objection: Objection) -> str:
    """What the line of an objection is called."""
    return line_name(objection.role, place_of(objection))


def place_of(objection: Objection) -> Place:
    """The event of an objection."""
    return (objection.measure, getattr(objection, f"{row_of(objection.measure)}_id"))


def states_of(objections: Iterable[Objection]) -> dict[str, str]:
    """Return how far the objections to each line are: "waits" or "answered"; withdrawn ones say nothing."""
    found: dict[str, str] = {}
    for one in objections:
        if one.decision != WITHDRAWN and found.get(name_of(one)) != "waits":
            found[name_of(one)] = "answered" if one.decision else "waits"
    return found


@dataclass(frozen=True)
class NotMine:
    """An event that is not paid to somebody: of their own lead and another's, or counted and unpaid."""

    name: str
    at: datetime
    label: str
    lead: Lead | None
    why: str
    objected: str


def not_mine(pay: Pay, people: Mapping[int, User], leads: Mapping[int, Lead], states: Mapping[str, str]) -> list[NotMine]:
    """Return what did not count for somebody, the latest first."""
    found = [(one.done, _holder_said(people, one.holder)) for one in pay.aside]
    unpaid = set(pay.sheet.unpaid)
    found += [(one, str(WHY_UNPAID.get(one.event.unpaid, ""))) for one in pay.done if one.event in unpaid]
    rows = []
    for done, why in sorted(found, key=lambda each: (each[0].at, each[0].event.key), reverse=True):
        name = line_name(pay.role, done.place)
        rows.append(NotMine(name, done.at, label_of(done.event.measure), leads.get(done.lead), why, states.get(name, "")))
    return rows


def _holder_said(people: Mapping[int, User], holder: int | None) -> str:
    if holder is None:
        return _("Counts for nobody")
    person = people.get(holder)
    return _("Counts for %(name)s") % {"name": person.name if person else _("a colleague")}
