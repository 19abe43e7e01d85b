"""Which leads are a reception specialist's own (docs/rules/trust.md#rows, #own)."""

from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q

from calls.models import Appointment
from calls.models.querysets.appointment import RUNNING
from dcc.models import User
from dcc.reckoning.clock import day_of, range_of
from leads.models import FollowUp
from reception.models import Order, Visit

EXPECTED = [*RUNNING, "arrived", "no_show"]


def received_by(user, now: datetime) -> Q:
    """The leads handed to this specialist or received by them, until closed, theirs for whom they stand in, and those expected today or tomorrow."""
    if "reception" not in user.roles:
        return Q()
    today = day_of(now, user.store.zone)
    start, end = range_of(today, today + timedelta(days=1), user.store.zone)
    open_here = {"lead__store_id": user.store_id, "lead__closed_at": None, "lead__annulled_at": None}
    received = Visit.objects.filter(reception__in=user.hands, **open_here).order_by()
    expected = Appointment.objects.filter(store_id=user.store_id, scheduled_for__gte=start, scheduled_for__lt=end, status__in=EXPECTED, **open_here).order_by()
    met = received.values("lead").union(expected.values("lead"), all=True)
    return Q(store_id=user.store_id, closed_at=None, reception__in=user.hands) | Q(pk__any_key=met)


def delivered_by(user) -> Q:
    """The leads of customers handed to this specialist or received by them, last or before others, who have their car: to be read, and no more."""
    if "reception" not in user.roles:
        return Q()
    delivered = {"lead__store_id": user.store_id, "lead__closed_as": "delivered", "lead__annulled_at": None}
    received = Visit.objects.filter(reception__in=user.hands, **delivered).order_by()
    return Q(store_id=user.store_id, closed_as="delivered", reception__in=user.hands) | Q(pk__any_key=received.values("lead"))


def on_the_board() -> Q:
    """The follow-ups of open leads that stand on their specialist's board: what is owed by whoever receives them."""
    return Q(agent=F("lead__reception"))


def has_bought(lead: str) -> Exists:
    """Whether an order of the lead under this key of a queryset runs."""
    return Exists(Order.objects.running().filter(lead=OuterRef(lead)))


def was_here(_now) -> Q:
    """The leads whose person came through the door, whatever for."""
    return Q(Exists(Visit.objects.filter(lead=OuterRef("pk"))))


def looked_after(_now) -> Q:
    """The leads whose order runs, or whose specialist owes them something: with a specialist who is still here, on whose board they stand."""
    owed = Exists(FollowUp.objects.filter(lead=OuterRef("pk"), done_at=None, agent=OuterRef("reception")))
    here = Exists(User.objects.employed().filter(pk=OuterRef("reception")))  # asked last, of those few that anybody receives
    return Q(reception__isnull=False) & (Q(has_bought("pk")) | owed) & here
