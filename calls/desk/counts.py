"""How much waits in this room, for the navigation."""

from datetime import datetime, timedelta

from calls.desk.overdue import overdue
from calls.desk.queue import places_of
from calls.models import Appointment
from calls.models.querysets.appointment import AppointmentQuerySet
from dcc.models import User
from dcc.reckoning.clock import day_of, range_of

AHEAD = timedelta(days=14)


def waiting(user: User, now: datetime) -> tuple[int, bool]:
    """How many stand in this person's queue, and whether something is late."""
    places = places_of(user, now=now)
    return len(places), any(place.group == "missed" for place in places) or bool(places and overdue(user.store, now=now, person=user))


def running_appointments(user: User, now: datetime) -> tuple[int, bool]:
    """How many appointments run that this person may work, as the list of appointments shows them."""
    return coming_of(user, now=now).count(), False


def coming_of(user: User, *, now: datetime) -> AppointmentQuerySet:
    """The running appointments this person may work, up to two weeks ahead."""
    end = range_of(day_of(now, user.store.zone), day_of(now + AHEAD, user.store.zone), user.store.zone)[1]
    return Appointment.objects.workable_by(user, now=now).coming(end)
