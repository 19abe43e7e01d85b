"""The events of some leads, in the order in which they are written: by time, type and key, never before what they name."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from dcc.database.bulk import chunked
from leads.models import Refund
from reception.models import TagChange
from reporting.ledger.format import TYPES
from reporting.ledger.shapes import MODELS

MOMENTS = {"inquiry": "received_at", "follow_up": "created_at", "transfer": "listed_at"}
OF_APPOINTMENT = ("confirmation", "forecast", "promise")
OF_VISIT = ("tag_change", "leakage", "visit_check", "step")
OF_CHECKS = ("check_try", "visit_check")
AFTERWARDS = ("topic", "objection")  # names a lead at most, and stands behind all of them
EVENTS = tuple(
    kind
    for kind in TYPES
    if ("lead" in TYPES[kind] and kind not in AFTERWARDS) or kind in ("tag_change", "step", "refund", "deal_tick", *OF_APPOINTMENT, *OF_CHECKS)
)
NAMES_ONE = {"refund": "inquiry", "deal_tick": "order", **dict.fromkeys(OF_APPOINTMENT, "appointment")}  # of whose lead it is
OF = {"visit": "visit", "draw": "check_draw"}  # what is named that names something itself
ORDER = {kind: number for number, kind in enumerate(TYPES)}
NAMED = TagChange.objects.filter(visit=OuterRef("pk")).exclude(name="").order_by("-at", "-id")  # who came, as a change says that stands
RENAMED = Subquery(NAMED.filter(at__gte=Coalesce(OuterRef("identified_at"), F("at"))).values("name")[:1])
CLAIMED = Exists(Refund.every.filter(inquiry=OuterRef("pk")))  # an inquiry has an id where a line below names it


@dataclass(frozen=True)
class Event:
    """A row to be written. `after` orders it: its moment, or that of what it names if later."""

    kind: str
    row: Any
    after: datetime

    @property
    def place(self) -> tuple:
        """Where it stands among the events of its lead."""
        return self.after, ORDER[self.kind], self.row.pk


def events_of(leads: Sequence[int]) -> dict[int, list[Event]]:
    """Return {lead: its events in order} of some leads; what a merge moved stands with the younger lead it came from, whose line is the later one."""
    found: dict[int, list[Event]] = defaultdict(list)
    for kind in EVENTS:
        for part in chunked(leads):
            for row in chain(*_rows(kind, part)):
                home = getattr(row, "merged_from_id", None) or _lead_of(kind, row)
                found[home].append(Event(kind, row, _after(kind, row)))
    return {lead: sorted(events, key=lambda event: event.place) for lead, events in found.items()}


def homeless(store) -> Iterable[Event]:
    """Return what belongs to no lead: visits of strangers with what happened to them, cards listed and not transferred."""
    visits = _related("visit").filter(store=store, lead=None)
    events = [Event("visit", row, row.at) for row in visits]
    events += [Event("tag_change", row, _after("tag_change", row)) for row in _related("tag_change").filter(store=store, visit__lead=None)]
    events += [Event("leakage", row, _after("leakage", row)) for row in _related("leakage").filter(store=store, visit__lead=None)]
    events += [Event("step", row, _after("step", row)) for row in _related("step").filter(store=store, visit__lead=None)]
    events += [Event("transfer", row, _after("transfer", row)) for row in _related("transfer").filter(store=store, lead=None)]
    for kind, asked in (("check_draw", {"visit__lead": None, "lead": None}), ("check_try", {"draw__visit__lead": None, "draw__lead": None})):
        events += [Event(kind, row, _after(kind, row)) for row in _related(kind).filter(store=store, **asked)]
    events += [Event("visit_check", row, _after("visit_check", row)) for row in _related("visit_check").filter(store=store, visit__lead=None)]
    return sorted(events, key=lambda event: event.place)


def _rows(kind: str, leads: Sequence[int]) -> list[QuerySet]:
    """The rows that stand with these leads: two questions where one with OR would read the whole table for each part."""
    rows = _related(kind)
    if kind in OF_VISIT:
        return [rows.filter(visit__lead__in=leads)]
    if kind in ("check_draw", "check_try"):
        of = "draw__" if kind == "check_try" else ""
        asked: list[dict] = [{"lead__in": leads, "merged_from": None}, {"merged_from__in": leads}, {"visit__lead__in": leads}]
        return [rows.filter(**{f"{of}{name}": value for name, value in each.items()}) for each in asked]
    if kind in NAMES_ONE:
        of = NAMES_ONE[kind]
        return [rows.filter(**{f"{of}__lead__in": leads, f"{of}__merged_from": None}), rows.filter(**{f"{of}__merged_from__in": leads})]
    if "merged_from" in TYPES[kind]:
        return [rows.filter(lead__in=leads, merged_from=None), rows.filter(merged_from__in=leads)]
    return [rows.filter(lead__in=leads)]


def _related(kind: str) -> QuerySet:
    beside = {
        "visit": ("first_appointment",),
        "tag_change": ("visit", "appointment"),
        "leakage": ("visit",),
        "step": ("visit",),
        "appointment": ("replaces",),
        "refund": ("inquiry",),
        "deal_tick": ("order",),
        "confirmation": ("appointment",),
        "forecast": ("appointment",),
        "promise": ("appointment",),
        "check_draw": ("visit",),
        "check_try": ("draw__visit",),
        "visit_check": ("visit",),
    }
    rows = MODELS[kind]._base_manager.order_by()  # sorted when all are known
    rows = rows.annotate(renamed=RENAMED) if kind == "visit" else rows.annotate(is_named=CLAIMED) if kind == "inquiry" else rows
    return rows.select_related(*beside[kind]) if kind in beside else rows


def _lead_of(kind: str, row: Any) -> int:
    if kind in NAMES_ONE:
        named = getattr(row, NAMES_ONE[kind])
        return named.merged_from_id or named.lead_id
    if kind == "check_try":
        return row.draw.merged_from_id or row.draw.lead_id or row.draw.visit.lead_id
    if kind == "check_draw":
        return row.lead_id or row.visit.lead_id
    return row.visit.lead_id if kind in OF_VISIT else row.lead_id


def _after(kind: str, row: Any) -> datetime:
    """The moment of a row, or of the rows it names if they came later: history may book after the visit."""
    named = {
        "visit": ("first_appointment",),
        "tag_change": ("visit", "appointment"),
        "leakage": ("visit",),
        "step": ("visit",),
        "appointment": ("replaces",),
        "deal_tick": ("order",),
        "confirmation": ("appointment",),
        "forecast": ("appointment",),
        "promise": ("appointment",),
        "check_draw": ("visit",),
        "check_try": ("draw",),
        "visit_check": ("visit",),
    }.get(kind, ())
    moments = [getattr(row, MOMENTS.get(kind, "at"))]
    for name in named:
        other = getattr(row, name)
        if other is not None:
            moments.append(_after(OF[name], other) if name in OF else other.at)
    return max(moments)
