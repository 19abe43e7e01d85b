"""The seven gaps through which leads are lost now (漏点), in their order, each by the definition of the page that works it (docs/rules/measures.md#leaks)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import CharField, DateTimeField, Exists, F, OuterRef, QuerySet, Subquery, Value
from django.utils.translation import gettext_lazy as _

from calls.desk.overdue import broken_promises
from calls.models import Appointment
from dcc.models import Store
from dcc.reckoning.clock import day_of, day_range
from leads.grading.waiting_lists import without_next_step
from leads.models import Lead
from reception.customers.silent import silent
from reception.models import Leakage
from reporting.figures.measures import MEASURES

REASON = "leak_"  # why a lead changes hands: this, and the name of the gap
NOTHING = Value("", output_field=CharField())


@dataclass(frozen=True)
class Gap:
    """One gap: the open leads of it, each with `since` and `said`; whose it is to close it; `page`: where it is settled instead, an address and its words.

    `begins`: what `since` says lies ahead.
    """

    name: str
    label: Any
    explain: Any
    icon: str
    rows: Callable[[QuerySet[Lead], Store, datetime], QuerySet[Lead]]
    of_reception: bool = False
    begins: bool = False
    page: str = ""
    action: Any = ""


def _untouched(leads: QuerySet[Lead], _store: Store, now: datetime) -> QuerySet[Lead]:
    return leads.past_limit(now).annotate(since=F("respond_by"), said=NOTHING)


def _late(leads: QuerySet[Lead], _store: Store, _now: datetime) -> QuerySet[Lead]:
    late = MEASURES["late"]
    calls = late.happening.model.objects.filter(late.happening.rows, late.which, lead=OuterRef("pk"))
    return leads.filter(Exists(calls), closed_at=None, reached_at=None, first_call_at__isnull=False).annotate(since=F("first_call_at"), said=NOTHING)


def _nothing_next(leads: QuerySet[Lead], _store: Store, now: datetime) -> QuerySet[Lead]:
    return without_next_step(leads, now).annotate(since=F("idle_since"), said=NOTHING)


def _broken(leads: QuerySet[Lead], store: Store, now: datetime) -> QuerySet[Lead]:
    broken = broken_promises(store, now=now)
    first = broken.filter(lead=OuterRef("pk")).order_by("due_at", "pk")
    return _with(leads.filter(pk__in=broken.order_by().values("lead")), since=first.values("due_at"), said=first.values("note"))


def _unconfirmed(leads: QuerySet[Lead], store: Store, now: datetime) -> QuerySet[Lead]:
    comes = unconfirmed_tomorrow(store, now)
    of_lead = comes.filter(lead=OuterRef("pk"))
    return _with(leads.filter(pk__in=comes.order_by().values("lead")), since=of_lead.values("scheduled_for"))


def unconfirmed_tomorrow(store: Store, now: datetime) -> QuerySet[Appointment]:
    """Who is to come tomorrow and has not said again that they do: here and on the page of tomorrow."""
    return Appointment.objects.filter(store=store).unconfirmed(*day_range(day_of(now, store.zone) + timedelta(days=1), store.zone))


def _showroom(leads: QuerySet[Lead], store: Store, _now: datetime) -> QuerySet[Lead]:
    open_ones = Leakage.objects.filter(store=store).open()
    return _with(leads.filter(pk__in=open_ones.order_by().values("lead"), closed_at=None), since=open_ones.filter(lead=OuterRef("pk")).values("at"))


def _silent(leads: QuerySet[Lead], _store: Store, now: datetime) -> QuerySet[Lead]:
    return silent(leads, now).annotate(since=F("silent_since"), said=NOTHING)


def _with(leads: QuerySet[Lead], *, since: QuerySet, said: QuerySet | None = None) -> QuerySet[Lead]:
    note = NOTHING if said is None else Subquery(said[:1], output_field=CharField())
    return leads.annotate(since=Subquery(since[:1], output_field=DateTimeField()), said=note)


GAPS: dict[str, Gap] = {
    gap.name: gap
    for gap in (
        Gap("untouched", _("Untouched past the limit"), _("Given or in the pool, never called, the limit has passed"), "phone-off", _untouched),
        Gap("late", _("First called late"), _("The first call came late, and nobody was reached since"), "clock-exclamation", _late),
        Gap(
            "nothing_next", _("No next step"), _("No follow-up, visit or order ahead, and no judgement to come"), "calendar-off", _nothing_next,
        ),
        Gap("broken", _("Promise broken"), _("The time of a promised call has passed, and nobody called"), "alarm", _broken),
        Gap("unconfirmed", _("Not confirmed"), _("Comes tomorrow, and has not said so again"), "calendar-event", _unconfirmed, begins=True),
        Gap(
            "showroom", _("Registered as showroom"), _("Came, was registered as the showroom's; the leakage is not settled"), "door-exit", _showroom,
            page="reconcile", action=_("Reconcile"),
        ),
        Gap("silent", _("Silent after the visit"), _("Came; no call, visit or order for three days"), "car", _silent, of_reception=True),
    )
}  # fmt: skip
