"""The day's incidents (今日要紧事): what went wrong on the day and what must be settled still, in one query.

Of the day: leakages, no-shows, losses, first calls made after the limit. Until settled: missed calls nobody answered, claims of the showroom; what stands now
is no matter of another day.
They stand in the order of KINDS: first what can still be saved today, last the calls and orders that were stated and not seen (补记通话, 补写订单).
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial, reduce
from operator import or_
from typing import Any

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from calls.desk.beginnings import OLDEST
from calls.models import Call
from dcc.models import Store
from leads.models import Lead
from reception.models import Claim, Leakage, Order
from reception.models.order import LOGGED
from reporting.figures.counting import counted_events
from reporting.figures.measures import MEASURES
from reporting.figures.question import Question


@dataclass(frozen=True)
class Kind:
    """One sort of incident: its rows, the moment and the lead of each, and the page on which it is settled, or the measure whose rows these are."""

    name: str
    label: Any
    icon: str
    page: str  # name of a URL
    action: Any
    rows: Callable[[Store, Question, datetime], QuerySet]
    moment: str = "at"
    lead: str = "lead"
    measure: str = ""
    until_settled: bool = False


def _leakages(store: Store, day: Question, _now: datetime) -> QuerySet:
    return Leakage.objects.filter(day.within("at"), store=store)


def _counted(name: str, _store: Store, day: Question, _now: datetime) -> QuerySet:
    """The very rows a measure counts on the day. Kinds lie in the cache with the page: no lambda, which cannot be kept."""
    measure = MEASURES[name]
    return counted_events(day, measure.happening).filter(measure.which)


def _entered_later(store: Store, day: Question, _now: datetime) -> QuerySet:
    """The calls that somebody of ours wrote down on the day with a start the server did not see (补记): they began within the day before."""
    start, end = day.moments
    later = Q(day.within("logged_at"), logged_at__gt=F("at"))
    return Call.objects.filter(later, store=store, at__gte=start - OLDEST, at__lt=end, row="").exclude(outcome="missed")


def _missed(store: Store, _day: Question, _now: datetime) -> QuerySet:
    return Lead.objects.filter(store=store, closed_at=None, missed_at__isnull=False)


def _claims(store: Store, _day: Question, _now: datetime) -> QuerySet:
    return Claim.objects.undecided().filter(store=store)


def _stated(store: Store, day: Question, _now: datetime) -> QuerySet:
    """Orders, deliveries and cancellations written on the day whose moment was stated: each order once, at the first of them."""
    writings = LOGGED.values()
    written = [When(day.within(name), then=F(name)) for name in writings]
    rows = Order.objects.filter(reduce(or_, (day.within(name) for name in writings)), store=store)
    return rows.annotate(written_at=Case(*written))


KINDS = (
    Kind("missed", _("Missed calls"), "phone-x", "", "", _missed, moment="missed_at", lead="", until_settled=True),
    Kind("no_show", _("Did not come"), "calendar-off", "", "", partial(_counted, "no_shows"), moment="scheduled_for", measure="no_shows"),
    Kind("leakage", _("Leakages"), "arrows-exchange", "reconcile", _("Reconcile"), _leakages),
    Kind("claim", _("The showroom has a card"), "building-store", "reconcile", _("Decide"), _claims, until_settled=True),
    Kind("late", _("First called too late"), "clock-exclamation", "", "", partial(_counted, "late"), measure="late"),
    Kind("lost", _("Lost leads"), "user-x", "", "", partial(_counted, "lost"), moment="closed_at", lead="", measure="lost"),
    Kind("entered_later", _("Calls entered later"), "pencil", "", "", _entered_later),
    Kind("stated", _("Orders written later"), "pencil", "", "", _stated, moment="written_at"),
)


@dataclass
class Incident:
    """How many of one sort, and the customers of the first three."""

    kind: Kind
    count: int
    leads: list[tuple[int, str, datetime]]


def incidents_of(store: Store, day: Question, *, now: datetime) -> list[Incident]:
    """Return the sorts that have something, in the order of the table. Names are for those who may see every lead."""
    start, end = day.moments
    kinds = [kind for kind in KINDS if not kind.until_settled or start <= now < end]
    parts = []
    for kind in kinds:
        of_lead = f"{kind.lead}__" if kind.lead else ""
        rows = kind.rows(store, day, now).order_by()
        parts.append(rows.values_list(Value(kind.name, output_field=CharField()), F(f"{of_lead}id"), F(f"{of_lead}name"), F(kind.moment)))
    found = defaultdict(list)
    for name, lead_id, lead_name, at in parts[0].union(*parts[1:], all=True):
        found[name].append((at, lead_id, lead_name))
    return [
        Incident(kind, len(found[kind.name]), [(lead_id, name, at) for at, lead_id, name in sorted(found[kind.name])[:3]]) for kind in kinds if found[kind.name]
    ]
