"""The list of appointments: in which group one stands, and what its row says of it. A row stands once.

See docs/rules/interface.md#appointments.
"""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, Min, OuterRef, Subquery, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from calls.appointments.confirming import CallWindow, Expected, asked_from, to_confirm
from calls.appointments.loads import is_in_slot
from calls.appointments.talks import calling_of, confirmations, in_vain_since, with_talks
from calls.desk.counts import AHEAD
from calls.desk.queue import to_be_called
from calls.models import Appointment, Promise
from calls.models.confirmation import WAYS
from calls.models.querysets.appointment import AppointmentQuerySet
from dcc.frame.moment_words import short_moment, span
from dcc.models import User
from dcc.reckoning.clock import day_of, day_said, range_of, start_of
from dcc.store.store_settings import values_at
from leads.models import FollowUp

CONFIRMED_FROM = gettext_noop("from 16:00 of the day before, and from two hours before; a talk, a yes, another time or the visit ends it")
BACK, FURTHER_BACK = timedelta(days=7), timedelta(days=60)


@dataclass
class Part:
    """A group of the list: what its head says, its rows, how many more of its days stand above it."""

    name: str
    title: str
    hint: str = ""
    rows: list[Appointment] = field(default_factory=list)
    above: int = 0


@dataclass(frozen=True)
class Shown:
    """What the list is narrowed or widened to: the half hour that begins at a moment; those longer ago, cancelled and moved ones too; all ahead."""

    slot: datetime | None = None
    earlier: bool = False
    later: bool = False


def slot_of(params: Any, zone: ZoneInfo) -> datetime | None:
    """Return the half hour that an address names, None for none."""
    day = day_said(params.get("day", ""))
    try:
        clock = time.fromisoformat(params.get("slot", ""))
    except ValueError:
        return None
    return datetime.combine(day, clock.replace(tzinfo=None), zone) if day else None


def asked_of(params: Any, zone: ZoneInfo) -> Shown:
    """Return what an address narrows or widens the list to."""
    return Shown(slot_of(params, zone), "earlier" in params, "later" in params)


def workable(user: User, *, now: datetime) -> AppointmentQuerySet:
    """The appointments on which this person may do something."""
    return Appointment.objects.workable_by(user, now=now).select_related("lead__agent", "agent", "reception")


def parts_of(user: User, *, now: datetime, shown: Shown = Shown()) -> list[Part]:
    """Return the groups that have rows: to confirm now, missed, today, tomorrow, later, over."""
    zone = user.own_store.zone
    today, tomorrow = day_of(now, zone), day_of(now + timedelta(days=1), zone)
    rows, calling = _rows(user, now, shown), calling_of(user.own_store, values_at(user.own_store, now))
    parts = {
        "confirm": Part("confirm", _("To confirm now"), _(CONFIRMED_FROM)),
        "missed": Part("missed", _("Did not come, to be invited again"), _("missed 60 minutes after their time, in the queue half an hour later")),
        "today": Part("today", _("Today")),
        "tomorrow": Part("tomorrow", _("Tomorrow")),
        "later": Part("later", _("Later on")),
        "over": Part("over", _("Over, the last 60 days") if shown.earlier else _("Over, the last seven days")),
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


def _rows(user: User, now: datetime, shown: Shown) -> list[Appointment]:
    """The running ones and those of the last week: on one's own customers, and one's own bookings on whoever else's. Two queries, one where there are none."""
    zone = user.own_store.zone
    start, end = range_of(day_of(now - (FURTHER_BACK if shown.earlier else BACK), zone), day_of(now, zone), zone)
    ahead = range_of(day_of(now, zone), day_of(now + AHEAD, zone), zone)[1]
    theirs = Appointment.objects.workable_or_booked_by(user, now=now).order_by()
    ended = theirs.filter(scheduled_for__gte=start, scheduled_for__lt=end).exclude(ended_at=None)
    if not shown.earlier:
        ended = ended.exclude(status__in=("moved", "cancelled"))
    running = theirs.running() if shown.later else theirs.coming(ahead).order_by()
    found = dict(running.values_list("pk", "is_mine").union(ended.values_list("pk", "is_mine"), all=True))
    rows = list(_told(Appointment.objects.filter(pk__in=found), start_of(day_of(now, zone), zone), now)) if found else []
    _tell_promises([row for row in rows if row.promised])
    for row in rows:
        row.is_mine = bool(found[row.pk])
    return sorted((row for row in rows if shown.slot is None or is_in_slot(row.scheduled_for, shown.slot)), key=lambda row: (row.scheduled_for, row.pk))


def _tell_promises(rows: list[Appointment]) -> None:
    """Read what was promised for each, to be shown where its row says how many there are."""
    if rows:
        prefetch_related_objects(rows, "promises")
    for row in rows:
        row.promised_words = " · ".join(map(str, row.promises.all()))


def _told(rows: AppointmentQuerySet, today: datetime, now: datetime) -> AppointmentQuerySet:
    """Appointments with what their rows say of them."""
    later = Appointment.objects.filter(lead=OuterRef("lead"), at__gt=OuterRef("at")).exclude(status="moved")
    owed = FollowUp.objects.filter(lead=OuterRef("lead"), done_at=None, kind="retry").order_by().values("lead")
    promised = Promise.objects.filter(appointment=OuterRef("pk")).order_by().values("appointment")
    return (
        with_talks(rows)
        .select_related("lead__agent", "agent", "reception")
        .annotate(
            followed=Exists(later),
            can_call=Exists(to_be_called(now).filter(pk=OuterRef("pk"))),
            in_vain=in_vain_since(today),
            owed_at=Subquery(owed.annotate(first=Min("due_at")).values("first")),
            promised=Subquery(promised.annotate(count=Count("pk")).values("count")),
            said_how=Subquery(confirmations().order_by("-at").values("how")[:1]),
        )
    )


def further_ahead(user: User, *, now: datetime) -> int:
    """How many of one's appointments lie beyond what the list shows."""
    zone = user.own_store.zone
    ahead = range_of(day_of(now, zone), day_of(now + AHEAD, zone), zone)[1]
    return Appointment.objects.workable_by(user, now=now).running().filter(scheduled_for__gte=ahead).count()


def _expected(row: Appointment) -> Expected:
    return Expected(row.scheduled_for, row.at, row.confirmed_at, row.spoken_at)


def _group(row: Appointment, of_day: str) -> str:
    if row.confirms is not None:
        return "confirm"
    if row.status == "no_show" and row.is_mine and row.lead.is_open and not row.followed:
        return "missed"
    return "over" if row.status in ("cancelled", "moved") else of_day


def _say(row: Appointment, now: datetime, calling: CallWindow) -> None:
    """Write on a row what may be done with it, and how it stands: nothing is offered on whose purchase cycle has ended, or who is another's now."""
    row.may_work = row.is_mine and row.lead.is_open
    row.is_ahead = row.is_running and row.may_work and row.scheduled_for > now
    row.may_confirm = row.may_work and (row.status == "booked" or row.confirms is not None)
    row.state, row.is_late = row.get_status_display(), row.status == "no_show"
    row.beside = _beside(row, now, calling)
    if row.confirms is not None:
        row.state, row.is_late = _waits(row, now, calling), row.confirms.late
    elif row.is_mine and not row.lead.is_open and row.is_running:
        row.state = _("The lead is closed")
    elif row.status == "booked" and (since := asked_from(_expected(row), now=now, calling=calling)):
        row.state = _("%(state)s, to confirm from %(when)s") % {"state": row.state, "when": short_moment(since, now)}
    if not row.is_mine:
        agent = row.lead.agent
        row.elsewhere = _("now with %(name)s") % {"name": agent.name} if agent else _("in the pool now")


def _waits(row: Appointment, now: datetime, calling: CallWindow) -> str:
    """Return since when somebody is to be asked, and what was tried."""
    since = f"{row.confirms.since.astimezone(calling.zone):%H:%M}"
    if row.in_vain:
        return ngettext("from %(since)s on, called %(count)d time in vain", "from %(since)s on, called %(count)d times in vain", row.in_vain) % {
            "since": since,
            "count": row.in_vain,
        }
    return _("from %(since)s on, waits %(span)s") % {"since": since, "span": span((now - row.confirms.since).total_seconds() / 60)}


def _beside(row: Appointment, now: datetime, calling: CallWindow) -> str:
    """Return what stands behind the state: when they said so, came or are called, why it was given up, what was promised."""
    said = ""
    if row.status == "confirmed" and row.confirmed_at:
        said = f"{short_moment(row.confirmed_at, now)} {dict(WAYS)[row.said_how]}"
    elif row.status == "arrived" and row.ended_at:
        said = f"{row.ended_at.astimezone(calling.zone):%H:%M}"
    elif row.status == "no_show" and row.owed_at and not row.followed:
        said = _("called again %(when)s") % {"when": short_moment(row.owed_at, now)}
    elif row.cancel_reason:
        said = row.cancel_reason
    promised = ngettext("%(count)d promise", "%(count)d promises", row.promised) % {"count": row.promised} if row.promised else ""
    moved = _("moved before") if row.replaces_id else ""
    return " · ".join(filter(None, (said, promised, moved)))
