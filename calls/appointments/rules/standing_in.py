"""Who stands in for a reception specialist on leave is named by the appointments of that day (docs/rules/domain.md#roster)."""

from collections.abc import Sequence
from datetime import datetime

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
        start, end = day_range(shift.day, shift.user.own_store.zone)
        theirs = Appointment.objects.running().filter(reception=shift.user, scheduled_for__gte=max(start, now), scheduled_for__lt=end)
        for appointment in theirs.select_related("lead").order_by("scheduled_for", "pk"):
            Appointment.objects.filter(pk=appointment.pk).update(reception=shift.stand_in)
            tell(shift.stand_in, "appointment.booked", lead=appointment.lead, now=now, at=appointment.scheduled_for.isoformat())
            named += 1
    return named
