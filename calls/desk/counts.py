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
    """How many appointments run that this person may work; the list of appointments has what they booked on others' customers besides."""
    return coming_of(user, now=now).count(), False


def coming_of(user: User, *, now: datetime, rows: AppointmentQuerySet | None = None) -> AppointmentQuerySet:
    """The running appointments up to two weeks ahead: of `rows`, else of those this person may work."""
    end = range_of(day_of(now, user.store.zone), day_of(now + AHEAD, user.store.zone), user.store.zone)[1]
    return (Appointment.objects.workable_by(user, now=now) if rows is None else rows).coming(end)
