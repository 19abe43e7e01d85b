"""What changed the figures of a closed day or month afterwards: each later deed with what it moved, who did it, when and why. Five queries.

Rows are told by their own stamps: written later, taken back later, changed later. What no row says (a merge, an appointment called off after its day, a figure
altered in the database) is one further line, so that the lines always add up to the difference (docs/rules/domain.md#closings).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import CharField, Count, DateTimeField, F, IntegerField, Model, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from calls.models import Appointment, Call, Card
from dcc.models import Store, TrailEntry
from leads.models import Lead
from reception.models import Leakage, Order, TagChange, Visit
from reporting.closings.frozen_figures import FROZEN, rows_of
from reporting.figures.measures import CONTACT, IN_CHANNEL, LOOKED, MEASURES
from reporting.figures.question import Question
from reporting.models import Closing

NOBODY = Value(None, output_field=CharField())


@dataclass
class Later:
    """One later deed: what it moved, of whose lead, what happened and why, who did it and when. `kind` "rest": what no row tells."""

    kind: str
    moved: dict[str, int]
    moment: datetime | None = None
    lead_id: int | None = None
    name: str = ""
    who: str = ""
    at: datetime | None = None
    why: str = ""

    @property
    def says(self) -> str:
        """What was done."""
        return SAYS[self.kind]() if self.kind in SAYS else ""


SAYS = {
    "call": lambda: _("Call entered later"),
    "visit": lambda: _("Visit typed later"),
    "order": lambda: _("Order written later"),
    "delivery": lambda: _("Delivery written later"),
    "cancellation": lambda: _("Cancellation written later"),
    "lead": lambda: _("Lead came in later"),
    "tag": lambda: _("Tag changed"),
    "leakage": lambda: _("Leakage written later"),
    "settled": lambda: _("Leakage settled: back to DCC"),
    "taken_back": lambda: _("Taken back"),
    "reopened": lambda: _("Opened again"),
    "rest": lambda: _("Told by no single row: a merge, or an appointment called off after its day"),
}


@dataclass
class Difference:
    """A closed figure beside today's count: `after` is what happened on the days after they were closed, which is no change; `rows` tell the rest."""

    closed: dict[str, int]
    now: dict[str, int]
    after: dict[str, int] = field(default_factory=dict)
    rows: list[Later] = field(default_factory=list)

    @property
    def moved(self) -> dict[str, int]:
        """What was changed: today's count less what was closed and what happened after it."""
        return {name: self.now.get(name, 0) - self.closed.get(name, 0) - self.after.get(name, 0) for name in FROZEN}


def difference_of(closing: Closing, first: date, last: date) -> Difference:
    """Return what stands beside a closing of these days."""
    store = closing.store
    now, after = _counted(store, first, last, closing.at)
    found = Difference({name: closing.figures.get("store", {}).get(name, 0) for name in FROZEN}, now, after)
    days = Question(store, "agent", "activity", first, last)
    rows = [*_written(days, closing.at), *_retagged(days, closing.at), *_ends_taken_back(days, closing.at), *_opened_again(days, closing.at)]
    found.rows = _of_one_deed(sorted(rows, key=lambda row: (row.at or closing.at, row.lead_id or 0, row.kind)))
    told = Counter[str]()
    for row in found.rows:
        told.update(row.moved)
    if rest := {name: count - told[name] for name, count in found.moved.items() if count != told[name]}:
        found.rows.append(Later("rest", rest))
    return found


def _counted(store: Store, first: date, last: date, at: datetime) -> tuple[dict[str, int], dict[str, int]]:
    """Return what the days count, and how much of it happened after they were closed. One query."""
    parts = []
    for name in FROZEN:
        later = Q(pk=None) if name == "due" else Q(**{f"{moment_of(name)}__gt": at})  # what is due on a day is due from its beginning
        rows = rows_of(store, name, first, last).order_by().values_list(Value(name, output_field=CharField()))
        parts.append(rows.annotate(count=Count("pk"), later=Count("pk", filter=later)))
    found = list(parts[0].union(*parts[1:], all=True))
    return {name: count for name, count, _later in found}, {name: later for name, _count, later in found if later}


def _of_one_deed(rows: list[Later]) -> list[Later]:
    """Join what one deed moved of one visit: a tag that is ours after all settles its leakage."""
    found: list[Later] = []
    for row in rows:
        if found and row.lead_id and (found[-1].lead_id, found[-1].at, found[-1].moment) == (row.lead_id, row.at, row.moment):
            kept = row if row.kind == "tag" else found[-1]
            kept.moved, kept.who = found[-1].moved | row.moved, found[-1].who or row.who
            found[-1] = kept
        else:
            found.append(row)
    return found


def moment_of(name: str) -> str:
    """The moment by which a figure counts."""
    if name == "leakages":
        return "visit__at"
    return "closed_at" if name == "invalid" else MEASURES[name].happening.moment


@dataclass(frozen=True)
class Source:
    """Rows of one table that may have been written or taken back later, and the figures each counts in."""

    kind: str
    model: type[Model]
    moment: str
    measures: tuple[str, ...]
    written: str = ""  # the stamp of the writing; "": only taken back
    which: Q = field(default_factory=Q)
    by: str = ""
    why: str = ""
    lead: str = "lead__"
    sign: int = 1


SOURCES = (
    Source("call", Call, "at", ("calls",), "logged_at", CONTACT & IN_CHANNEL & ~Q(outcome="connected"), "agent"),
    Source("call", Call, "at", ("calls", "connected"), "logged_at", IN_CHANNEL & Q(outcome="connected"), "agent"),
    Source("card", Card, "at", ("cards",), "", IN_CHANNEL),
    Source("appointment", Appointment, "at", ("invited",), "", IN_CHANNEL & Q(replaces=None)),
    Source("appointment", Appointment, "scheduled_for", ("due",), "", IN_CHANNEL & ~Q(status__in=("cancelled", "moved"))),
    Source("visit", Visit, "at", ("visits",), "registered_at", LOOKED & IN_CHANNEL, "by", "late_reason"),
    Source("order", Order, "at", ("orders",), "logged_at", IN_CHANNEL, "by", "stated_reason"),
    Source("delivery", Order, "delivered_at", ("deals",), "delivery_logged_at", IN_CHANNEL, "delivered_by", "delivery_reason"),
    Source("cancellation", Order, "cancelled_at", ("cancelled",), "cancellation_logged_at", IN_CHANNEL, "cancelled_by", "cancel_reason"),
    Source("lead", Lead, "received_at", ("leads",), "opened_at", Q(merged_into=None), lead=""),
    Source("leakage", Leakage, "visit__at", ("leakages",), "at", ~Q(outcome="back_to_dcc")),
    Source("settled", Leakage, "visit__at", ("leakages",), "settled_at", Q(outcome="back_to_dcc"), "by", "reason", sign=-1),
)


def _written(days: Question, at: datetime) -> Iterator[Later]:
    """What was written of these days later, or taken back later. One query."""
    parts = [_part(number, source, days, at) for number, source in enumerate(SOURCES)]
    for number, lead_id, name, moment, written, annulled, who, taker, why, taken_why in parts[0].union(*parts[1:], all=True):
        source = SOURCES[number]
        is_new = written is not None and written > at
        if source.kind == "settled" and (annulled or not is_new):
            continue
        if annulled and not is_new:
            yield Later("taken_back", dict.fromkeys(source.measures, -1), moment, lead_id, name, taker or "", annulled, taken_why)
        elif is_new and not annulled:
            yield Later(source.kind, dict.fromkeys(source.measures, source.sign), moment, lead_id, name, who or "", written, why or "")


def _part(number: int, source: Source, days: Question, at: datetime) -> QuerySet:
    later = Q(annulled_at__gt=at)
    if source.written:
        later |= Q(**{f"{source.written}__gt": at}, annulled_at=None)
    if source.kind == "settled":
        later &= Q(at__lte=at)
    rows = source.model.every.filter(source.which, later, days.within(source.moment), store=days.store, **{f"{source.moment}__lte": at})  # type: ignore[attr-defined]
    return rows.order_by().values_list(
        Value(number, output_field=IntegerField()),
        F(f"{source.lead}id"),
        F(f"{source.lead}name"),
        F(source.moment),
        F(source.written) if source.written else Cast(Value(None), DateTimeField()),
        F("annulled_at"),
        F(f"{source.by}__name") if source.by else Cast(NOBODY, CharField()),
        F("annulled_by__name"),
        F(source.why) if source.why else Value("", output_field=CharField()),
        F("annulled_reason"),
    )


def _retagged(days: Question, at: datetime) -> Iterator[Later]:
    """Visits of these days, there as they were closed, whose tag is another since: the last change of each says why. One query."""
    changes: dict[int, list[TagChange]] = {}
    rows = TagChange.objects.filter(days.within("visit__at"), visit__store=days.store, visit__annulled_at=None, visit__purpose="look")
    for change in rows.filter(Q(visit__registered_at=None) | Q(visit__registered_at__lte=at)).select_related("visit__lead", "by").order_by("at", "pk"):
        changes.setdefault(change.visit_id, []).append(change)
    for made in changes.values():
        since = [change for change in made if change.at > at]
        if since and since[0].from_tag != made[-1].to_tag:
            last, lead = made[-1], made[-1].visit.lead
            moved = {"visits": 1 if last.to_tag == "dcc" else -1}
            who = last.by.name if last.by else ""
            yield Later("tag", moved, last.visit.at, lead.pk if lead else None, last.visit.name, who, last.at, last.reason)


def _ends_taken_back(days: Question, at: datetime) -> Iterator[Later]:
    """Deliveries and cancellations of these days that were none, as somebody said later. One query."""
    start, end = days.moments
    for order in Order.objects.filter(store=days.store, at__lt=end).exclude(taken_back=[]).select_related("lead"):
        for entry in order.taken_back:
            key, name = ("delivered_at", "deals") if "delivered_at" in entry else ("cancelled_at", "cancelled")
            ended, taken = datetime.fromisoformat(entry[key]), datetime.fromisoformat(entry["at"])
            if start <= ended < end and ended <= at < taken:
                yield Later("taken_back", {name: -1}, ended, order.lead_id, order.lead.name, "", taken, entry.get("reason") or "")


def _opened_again(days: Question, at: datetime) -> Iterator[Later]:
    """Leads that were closed as lost or invalid on these days and stand open, or otherwise closed, since. Two queries."""
    start, end = days.moments
    ended = Q(action="lead.close", at__gte=start, at__lt=end, at__lte=at)
    deeds = TrailEntry.objects.filter(ended | Q(action="lead.reopen", at__gt=at), store=days.store, object_type="lead").select_related("by")
    outcomes: dict[int | None, TrailEntry] = {}
    reopened: dict[int | None, TrailEntry] = {}
    for row in deeds.order_by("at", "id"):
        (outcomes if row.action == "lead.close" else reopened)[row.object_id] = row
    both = outcomes.keys() & reopened.keys()
    leads = Lead.objects.unmerged().in_bulk(list(both)) if both else {}
    for pk, lead in leads.items():
        outcome, back = outcomes[pk].detail.get("after"), reopened[pk]
        if outcome in ("lost", "invalid") and lead.closed_at != outcomes[pk].at:
            yield Later("reopened", {outcome: -1}, outcomes[pk].at, pk, lead.name, back.by.name if back.by else "", back.at)
