"""What was done with a lead at the door, for whoever asks whether something may still be taken back."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.db.models import QuerySet

from dcc.models import User
from leads.intake.rules.touching import touch
from leads.models import Lead
from reception.models import Claim, Order, Visit


def contacts_of(lead: Lead) -> Iterator[tuple[datetime, datetime]]:
    """Yield the visits of a lead: from when the server knew whose each was, and its moment."""
    return ((visit.identified_at or visit.registered_at or visit.at, visit.at) for visit in Visit.objects.filter(lead=lead))


def touches_of(leads: Collection[int]) -> Iterator[QuerySet]:
    """Yield the visits and orders of some leads, and what was decided of the showroom's claim on them, as rows of `leads.sockets.touches`."""
    yield touch(Visit.objects.filter(lead__in=leads), "visit")
    yield touch(Order.objects.filter(lead__in=leads), "order")
    yield touch(Claim.objects.filter(lead__in=leads, decided_at__isnull=False), "graded", "decided_at")


def worked_on(lead: Lead, after: datetime) -> Iterator[tuple[User | None, datetime]]:
    """Yield who registered or received the lead's person, or wrote of an order, after a moment, and when."""
    for visit in Visit.objects.filter(lead=lead).select_related("by", "reception"):
        yield from _since(after, (visit.by, visit.registered_at), (visit.reception, visit.taken_at))
    for order in Order.objects.filter(lead=lead).select_related("by", "delivered_by", "cancelled_by"):
        delivered, cancelled = order.delivery_logged_at or order.delivered_at, order.cancellation_logged_at or order.cancelled_at
        yield from _since(after, (order.by, order.logged_at or order.at), (order.delivered_by, delivered), (order.cancelled_by, cancelled))


def _since(after: datetime, *deeds: tuple[User | None, datetime | None]) -> Iterator[tuple[User | None, datetime]]:
    return ((who, at) for who, at in deeds if at is not None and at > after)
