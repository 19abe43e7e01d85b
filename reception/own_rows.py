"""Which leads are a reception specialist's own (06, rows)."""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from calls.models import Appointment
from dcc.clock import day_of, range_of
from leads.models import FollowUp
from reception.models import Order, Visit

EXPECTED = ["booked", "confirmed", "arrived", "no_show"]


def received_by(user) -> Q:
    """The leads handed to this specialist or received by them, until closed, and those with an appointment of today or tomorrow."""
    if "reception" not in user.roles:
        return Q()
    today = day_of(timezone.now(), user.store.zone)
    start, end = range_of(today, today + timedelta(days=1), user.store.zone)
    expected = Appointment.objects.filter(
        lead=OuterRef("pk"), scheduled_for__gte=start, scheduled_for__lt=end, status__in=["booked", "confirmed", "arrived", "no_show"]
    )
    received = Visit.objects.filter(lead=OuterRef("pk"), reception=user)
    return Q(closed_at=None) & (Q(reception=user) | Exists(received) | Exists(expected))


def on_the_board() -> Q:
    """The follow-ups of open leads that stand on their specialist's board: what is owed by whoever receives them."""
    return Q(agent=F("lead__reception"))


def has_bought(lead: str) -> Exists:
    """Whether an order of the lead under this key of a queryset runs."""
    return Exists(Order.objects.running().filter(lead=OuterRef(lead)))


def looked_after(_now) -> Q:
    """The leads whose order runs, or whose specialist owes them something."""
    return Q(has_bought("pk")) | Exists(FollowUp.objects.filter(lead=OuterRef("pk"), done_at=None, agent=OuterRef("reception")))
