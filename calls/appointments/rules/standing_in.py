"""Who stands in for a reception specialist on leave is named by the appointments of that day (docs/rules/domain.md#roster)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from calls.models import Appointment
from dcc.models import Shift, User
from dcc.notices.telling import tell
from dcc.reckoning.clock import day_range


def name_stand_ins(shifts: Sequence[Shift], *, by: User, now: datetime) -> int:
    """Let the coming appointments of a day of leave name whoever stands in, and tell them. Return how many. Part of a verb that is on the trail."""
    named = 0
    for shift in shifts:
        if not shift.leave or shift.stand_in is None or "reception" not in shift.stand_in.roles:
            continue
        theirs = _coming(shift.user, shift.day, now).filter(reception=shift.user)
        for appointment in theirs.select_related("lead").order_by("scheduled_for", "pk"):
            Appointment.objects.filter(pk=appointment.pk).update(reception=shift.stand_in, stands_in_for=shift.user)
            _tell(shift.stand_in, appointment, now)
            named += 1
    return named


def give_back(ended: Sequence[tuple[User, date, User | None]], *, now: datetime) -> list[str]:
    """Let the coming appointments of a day whose leave was withdrawn, or has another stand-in now, name the specialist again, and tell them.

    `ended`: who, the day, and who stood in. Whoever was named by hand since keeps the appointment; return a sentence for each such day.
    """
    kept = []
    for person, day, stood_in in ended:
        taken = _coming(person, day, now).filter(stands_in_for=person)
        back = list(taken.filter(reception=stood_in).select_related("lead").order_by("scheduled_for", "pk"))
        Appointment.objects.filter(pk__in=[each.pk for each in back]).update(reception=person, stands_in_for=None)
        for appointment in back:
            _tell(person, appointment, now)
        if others := taken.count():
            said = {"count": others, "name": person.name, "day": f"{day:%m-%d}"}
            kept.append(_("%(name)s, %(day)s: %(count)d appointments stay with whom they were given to since.") % said)
    return kept


def _coming(person: User, day: date, now: datetime):
    start, end = day_range(day, person.own_store.zone)
    return Appointment.objects.running().filter(scheduled_for__gte=max(start, now), scheduled_for__lt=end)


def _tell(person: User, appointment: Appointment, now: datetime) -> None:
    tell(person, "appointment.booked", lead=appointment.lead, now=now, at=appointment.scheduled_for.isoformat())
