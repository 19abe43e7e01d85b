"""What a closing keeps: counts of what happened in its days, of the store and by username. Two queries, however many rows.

By person stand the credits of the events; "" is nobody's, so that the rows add up. Never a share of a cohort, nor what a later day may add to by itself
(docs/rules/domain.md#closings).
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import CharField, Count, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from dcc.models import Store
from leads.models import Lead
from reception.models import Leakage
from reporting.figures.counting import counted_events
from reporting.figures.measures import MEASURES
from reporting.figures.question import Question

COUNTED = ("leads", "calls", "connected", "cards", "invited", "due", "visits", "orders", "cancelled", "deals", "lost")  # by the table of measures
FROZEN = ("leads", "calls", "connected", "cards", "invited", "due", "visits", "leakages", "orders", "cancelled", "deals", "lost", "invalid")
BY_AGENT = ("calls", "connected", "cards", "invited", "due", "visits", "orders", "cancelled", "deals", "lost", "invalid")
BY_RECEPTION = ("visits", "orders", "cancelled", "deals")
LABELS: dict[str, Any] = {name: MEASURES[name].label for name in COUNTED} | {"leakages": _("Leakages"), "invalid": MEASURES["invalid"].label}
EXPLAINED: dict[str, Any] = {name: MEASURES[name].explain for name in COUNTED} | {
    "leakages": _("Visits of the days that the showroom has of ours and that were not settled back to DCC."),
    "invalid": _("Leads closed as invalid on these days, whenever they arrived."),
}
Figures = dict[str, Any]


def rows_of(store: Store, name: str, first: date, last: date) -> QuerySet:
    """Return the rows a figure counts."""
    days = Question(store, "agent", "activity", first, last)
    if name == "leakages":
        return Leakage.objects.filter(days.within("visit__at"), store=store).exclude(outcome="back_to_dcc")
    if name == "invalid":
        return Lead.objects.unmerged().filter(days.within("closed_at"), store=store, closed_as="invalid")
    measure = MEASURES[name]
    return counted_events(days, measure.happening).filter(measure.which or Q())


def figures_of(store: Store, first: date, last: date) -> Figures:
    """Return {"store": {measure: count}, "agent": {username: {measure: count}}, "reception": the same}, zeros left out."""
    agents = _counted(store, FROZEN, "agent", first, last)
    found: Figures = {"store": {}, "agent": {}, "reception": {}}
    for name, who, count in agents:
        found["store"][name] = found["store"].get(name, 0) + count
        if name in BY_AGENT:
            found["agent"].setdefault(who, {})[name] = count
    for name, who, count in _counted(store, BY_RECEPTION, "reception", first, last):
        found["reception"].setdefault(who, {})[name] = count
    return found


def _counted(store: Store, names: Sequence[str], by: str, first: date, last: date) -> list[tuple[str, str, int]]:
    """Return (measure, username, count) of everything that is more than nothing."""
    parts = []
    for name in names:
        path = _path(name, by)
        who = Coalesce(F(f"{path}__username"), Value(""), output_field=CharField()) if path else Value("", output_field=CharField())
        rows = rows_of(store, name, first, last).order_by()
        parts.append(rows.values_list(Value(name, output_field=CharField()), who).annotate(count=Count("pk")))
    return [(name, who, count) for name, who, count in parts[0].union(*parts[1:], all=True) if count]


def _path(name: str, by: str) -> str:
    """The person with the credit of a row: the agent of an event, whose a lead was as it ended; "" where nobody has one."""
    if by == "reception":
        return "reception"
    if not by or name not in BY_AGENT:
        return ""
    return "closed_agent" if name in ("lost", "invalid") else "agent"
