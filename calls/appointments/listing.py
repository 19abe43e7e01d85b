"""The list of appointments: in which group one stands, and what its row says of it. A row stands once.

See docs/rules/interface.md#appointments.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from calls.appointments.confirming import CallWindow, Expected, asked_from, to_confirm
from calls.appointments.talks import calling_of, with_talks
from calls.desk.counts import coming_of
from calls.desk.queue import to_be_called
from calls.models import Appointment
from calls.models.querysets.appointment import AppointmentQuerySet
from dcc.frame.moment_words import short_moment, span
from dcc.models import User
from dcc.reckoning.clock import day_of, range_of
from dcc.store.store_settings import values_at

BACK = timedelta(days=7)


@dataclass
class Part:
    """A group of the list: what its head says, its rows, how many more of its days stand above it."""

    title: str
    hint: str = ""
    rows: list[Appointment] = field(default_factory=list)
    above: int = 0


def workable(user: User, *, now: datetime) -> AppointmentQuerySet:
    """The appointments on which this person may do something."""
    return Appointment.objects.workable_by(user, now=now).select_related("lead__agent", "agent", "reception")


def parts_of(user: User, *, now: datetime) -> list[Part]:
    """Return the groups that have rows: to confirm now, missed, today, tomorrow, later, over."""
    zone = user.store.zone
    today, tomorrow = day_of(now, zone), day_of(now + timedelta(days=1), zone)
    rows, calling = _rows(user, now), calling_of(user.store, values_at(user.store, now))
    parts = {
        "confirm": Part(_("To confirm now"), _("from 16:00 of the day before, and from two hours before; a talk, a yes, another time or the visit ends it")),
        "missed": Part(_("Did not come, to be invited again"), _("missed 60 minutes after their time, in the queue half an hour later")),
        "today": Part(_("Today")),
        "tomorrow": Part(_("Tomorrow")),
        "later": Part(_("Later on")),
        "over": Part(_("Over, the last seven days")),
    }
    for row in rows:
        day = day_of(row.scheduled_for, zone)
        of_day = "today" if day == today else "tomorrow" if day == tomorrow else "later" if day > today else "over"
        row.confirms = to_confirm(_expected(row), now=now, calling=calling) if row.is_mine and row.can_call else None
        name = _group(row, of_day)
        _say(row, now, calling)
        row.is_past = not row.is_mine or (not row.is_running and name != "missed")
        parts[name].rows.append(row)
        if name != of_day:
            parts[of_day].above += 1
    parts["confirm"].rows.sort(key=lambda row: row.scheduled_for)
    for name in ("missed", "over"):
        parts[name].rows.sort(key=lambda row: row.scheduled_for, reverse=True)
    return [part for part in parts.values() if part.rows]


def _rows(user: User, now: datetime) -> list[Appointment]:
    """The running ones and those of the last week: on one's own customers, and one's own bookings on whoever else's."""
    zone = user.store.zone
    start, end = range_of(day_of(now - BACK, zone), day_of(now, zone), zone)
    later = Appointment.objects.filter(lead=OuterRef("lead"), at__gt=OuterRef("at")).exclude(status="moved")
    can_call = Exists(to_be_called(now).filter(pk=OuterRef("pk")))
    found = []
    for rows, is_mine in ((Appointment.objects.workable_by(user, now=now), True), (Appointment.objects.filter(store=user.store, agent=user), False)):
        ended = rows.filter(scheduled_for__gte=start, scheduled_for__lt=end).exclude(ended_at=None).exclude(status="moved")
        running = coming_of(user, now=now, rows=rows)
        for asked in (running, ended):
            for row in with_talks(asked).select_related("lead__agent", "agent", "reception").annotate(followed=Exists(later), can_call=can_call):
                row.is_mine = is_mine
                found.append(row)
    once = {row.pk: row for row in reversed(found)}
    return sorted(once.values(), key=lambda row: (row.scheduled_for, row.pk))


def _expected(row: Appointment) -> Expected:
    return Expected(row.scheduled_for, row.at, row.confirmed_at, row.spoken_at)


def _group(row: Appointment, of_day: str) -> str:
    if row.confirms is not None:
        return "confirm"
    if row.status == "no_show" and row.is_mine and row.lead.is_open and not row.followed:
        return "missed"
    return "over" if row.status == "cancelled" else of_day


def _say(row: Appointment, now: datetime, calling: CallWindow) -> None:
    """Write on a row what may be done with it, and how it stands: nothing is offered on whose purchase cycle has ended, or who is another's now."""
    row.may_work = row.is_mine and row.lead.is_open
    row.is_ahead = row.is_running and row.may_work and row.scheduled_for > now
    row.may_confirm = row.may_work and (row.status == "booked" or row.confirms is not None)
    row.state, row.is_late = row.get_status_display(), row.status == "no_show"
    if row.confirms is not None:
        waited = {"since": f"{row.confirms.since.astimezone(calling.zone):%H:%M}", "span": span((now - row.confirms.since).total_seconds() / 60)}
        row.state, row.is_late = _("from %(since)s on, waits %(span)s") % waited, row.confirms.late
    elif row.is_mine and not row.lead.is_open and row.is_running:
        row.state = _("The lead is closed")
    elif row.status == "booked" and (since := asked_from(_expected(row), now=now, calling=calling)):
        row.state = _("%(state)s, to confirm from %(when)s") % {"state": row.state, "when": short_moment(since, now)}
    if not row.is_mine:
        agent = row.lead.agent
        row.elsewhere = _("now with %(name)s") % {"name": agent.name} if agent else _("in the pool now")
