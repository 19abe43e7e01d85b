"""Customers for whom nobody does anything: of somebody who is away today. And what keeps one from standing nowhere: a visit ahead."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from calls.models import Appointment, Dial
from dcc.models import Store, User
from dcc.models.user import away_on
from dcc.reckoning.clock import day_of, start_of
from leads.models import FollowUp, Lead

ONE_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)


def visit_ahead(_now) -> Q:
    """The leads whose customer is expected."""
    return Q(Exists(Appointment.objects.running().filter(lead=OuterRef("pk"))))


def visits_of(leads: Sequence[int]) -> Iterator[tuple[int, datetime, str]]:
    """Yield (lead, moment, word) of the visits agreed with some leads. One query."""
    agreed = Appointment.objects.running().filter(lead__in=leads).order_by("scheduled_for", "pk")
    for lead, at in agreed.values_list("lead_id", "scheduled_for"):
        yield lead, at, _("visit")


def just_dialled(now: datetime) -> Q:
    """The leads somebody dialled within the hour and has not written the call down."""
    return Q(Exists(Dial.objects.filter(lead=OuterRef("pk"), call=None, at__gt=now - AN_HOUR)))


def of_the_absent(store: Store, now: datetime) -> QuerySet[Lead]:
    """The customers of agents who are away today that are to be called by the end of it."""
    day = day_of(now, store.zone)
    due = FollowUp.objects.filter(lead=OuterRef("pk"), done_at=None, due_at__lt=start_of(day, store.zone) + ONE_DAY)
    waits = Q(first_call_at=None) | Q(missed_at__isnull=False) | Exists(due)
    away = User.objects.of_store(store).filter(away_on(day)).order_by()  # they first, and then their leads: the few of many
    return Lead.objects.open().filter(waits, agent__pk__any_key=away.values("pk"), store=store)
