"""How much waits in this room, for the navigation."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from calls.agenda import agenda_of
from calls.models import Appointment
from dcc.models import User
from dcc.permissions import scopes

AHEAD = timedelta(days=14)


def waiting(user: User) -> tuple[int, bool]:
    """How many stand in this person's queue, and whether something is late."""
    agenda = agenda_of(user, now=timezone.now())
    return len(agenda.places), any(place.group in ("missed", "overdue") for place in agenda.places)


def running_appointments(user: User) -> tuple[int, bool]:
    """How many appointments of the coming two weeks run: the leader's all, everybody else's of their own leads."""
    now = timezone.now()
    rows = Appointment.objects.running().between(now, now + AHEAD).filter(store_id=user.store_id)
    if "all" not in scopes(user, "appointment.book"):
        rows = rows.filter(Q(lead__agent=user) | Q(lead__reception=user))
    return rows.count(), False
