"""Invitations: booked, confirmed, moved, cancelled, kept, missed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from calls.appointments.rules.owing_calls import end_owed_calls, owe_call
from calls.appointments.rules.promising import Promised, carry_promises, promise
from calls.appointments.running import running_of
from calls.appointments.slots import is_full, obstacle, slot_of
from calls.appointments.talks import KNOWN
from calls.desk.retry import NO_SHOW_AFTER
from calls.models import Appointment, Call, Confirmation
from calls.models.querysets.appointment import GONE, RUNNING
from dcc.database.one_row import insert
from dcc.database.prepared import prepared
from dcc.errors import Refused
from dcc.models import Store, User
from dcc.notices.telling import tell
from dcc.reckoning.clock import day_of, day_range
from dcc.roster.duty import on_duty
from dcc.store.store_settings import values_at, working_hours
from dcc.trail import audit
from leads.campaigns.invited import campaign_of
from leads.customer.rules.locking import hold, hold_open
from leads.models import Lead

KEEPABLE = [*RUNNING, "no_show", "moved", "cancelled"]  # who was missed comes after all; what ended after the arrival was valid at it


class Full(Refused):
    """A question, no refusal: the half hour has as many groups as are received in it; whoever asks again with `though_full` books all the same."""


def invite(
    lead: Lead,
    *,
    scheduled_for: datetime,
    reception: User | None = None,
    note: str = "",
    promises: Sequence[Promised] = (),
    though_full: bool = False,
    by: User,
    now: datetime,
) -> Appointment:
    """Agree when the customer comes in: another time for the appointment that lies ahead, else a new booking."""
    running = running_of(lead)
    agreed: dict[str, Any] = {"scheduled_for": scheduled_for, "reception": reception, "note": note, "promises": promises, "though_full": though_full}
    if running is not None and running.scheduled_for > now:
        return move(running, **agreed, by=by, now=now)
    return book(lead, **agreed, by=by, now=now)


@transaction.atomic
def book(
    lead: Lead,
    *,
    scheduled_for: datetime,
    reception: User | None = None,
    note: str = "",
    promises: Sequence[Promised] = (),
    though_full: bool = False,
    by: User,
    now: datetime,
) -> Appointment:
    """Agree a time to come in; whoever books has the credit. One whose time has come ends as missed, at once.

    Where one was cancelled today, or its time or one it was moved from still lies ahead, this is that one at another time: as moving it, no further
    invitation and no other booker. Nor does whoever moved one to an earlier time, at which it was missed, become its booker before its first time is over.
    Refused in the past, too far ahead, while the store is closed, and while another appointment of this lead lies ahead. Asks (`Full`) in a half hour
    that is full.
    """
    lead = hold_open(lead)
    values = values_at(lead.store, now)
    _check_time(lead.store, scheduled_for, values, now)
    running = running_of(lead)
    if running is not None and running.scheduled_for > now:
        when = running.scheduled_for.astimezone(lead.store.zone)
        raise Refused(_("%(name)s comes on %(day)s already. Move that appointment instead.") % {"name": lead.name, "day": f"{when:%m-%d %H:%M}"})
    if running is not None:
        _miss(running, by=by, now=now)
    if not though_full:
        _ask_if_full(lead.store, scheduled_for, values)
    earlier = list(Appointment.objects.filter(lead=lead).select_related("agent", "replaces").order_by("-at", "-pk"))
    promised = _promised(earlier, now)
    former = _shifted(earlier, lead.store.zone, now, promised=promised is not None)
    booker: dict[str, Any] = {"agent": promised.agent if promised else by}
    if former is not None:
        booker = {"agent": former.agent, "moved_by": by, "replaces": former}
    appointment = _create(lead, at=now, scheduled_for=scheduled_for, reception=reception or lead.reception, note=note[:200], **booker)
    _promise(appointment, promises, former=former, by=by, now=now)
    end_owed_calls(lead, ended_as="replaced", now=now)
    Lead.objects.filter(pk=lead.pk, invited_at=None).update(invited_at=now)
    audit.record("appointment.book", lead, by=by, now=now, appointment=appointment.pk, at=scheduled_for.isoformat())
    _tell(appointment, by=by, now=now)
    if former is not None:
        _tell_booker(former, scheduled_for, by=by, now=now)
    return appointment


def _promise(appointment: Appointment, promises: Sequence[Promised], *, former: Appointment | None, by: User, now: datetime) -> None:
    """Let what was promised for the appointment it replaces stand for this one, and what is promised now."""
    if former is not None:
        carry_promises(former, appointment)
    promise(appointment, promises, by=by, now=now)


def _promised(earlier: Sequence[Appointment], now: datetime) -> Appointment | None:
    """Return the last of a lead's appointments, the latest first, whose time lies ahead although it was moved or cancelled, unless the customer came since.

    Until then nobody becomes its booker by what they do to its time: earlier, cancelled, missed, or all of it.
    """
    for row in earlier:
        if row.status == "arrived":
            return None
        if row.scheduled_for > now and not _was_kept(row):
            return row
    return None


def _shifted(earlier: Sequence[Appointment], zone: ZoneInfo, now: datetime, *, promised: bool) -> Appointment | None:
    """Return the last of a lead's appointments where booking anew is moving it: it was cancelled, on this day or before a time that is promised still."""
    last = next(iter(earlier), None)
    if last is None or last.status != "cancelled" or last.ended_at is None or _was_kept(last):
        return None
    return last if promised or day_of(last.ended_at, zone) == day_of(now, zone) else None


def _was_kept(appointment: Appointment) -> bool:
    """Whether the customer came for what this one had replaced: then it was cancelled because nobody was expected any more."""
    while appointment.replaces is not None:
        appointment = appointment.replaces
        if appointment.status == "arrived":
            return True
    return False


@transaction.atomic
def move(
    appointment: Appointment,
    *,
    scheduled_for: datetime,
    reception: User | None = None,
    note: str = "",
    promises: Sequence[Promised] = (),
    though_full: bool = False,
    by: User,
    now: datetime,
) -> Appointment:
    """Agree another time: the row ends as `moved`, a new one replaces it with what was promised, is not counted as invited again and keeps its
    booker, who is told.

    Refused from its time on, once it ended, and for a time at which nobody may be booked; asks (`Full`) as booking does.
    """
    lead = hold_open(appointment.lead)
    values = values_at(lead.store, now)
    _check_time(lead.store, scheduled_for, values, now)
    if not _ahead(appointment, now).update(status="moved", ended_at=now):
        raise Refused(_has_come(appointment) or _("This appointment has ended. Book a new one."))
    if not though_full:
        _ask_if_full(lead.store, scheduled_for, values)
    specialist = reception or appointment.reception or lead.reception
    kept = {"agent_id": appointment.agent_id, "moved_by": by, "replaces": appointment}
    replacement = _create(lead, at=now, scheduled_for=scheduled_for, reception=specialist, note=note[:200], **kept)
    _promise(replacement, promises, former=appointment, by=by, now=now)
    before, after = appointment.scheduled_for.isoformat(), scheduled_for.isoformat()
    audit.record("appointment.move", lead, by=by, now=now, appointment=appointment.pk, before=before, after=after)
    _tell(replacement, by=by, now=now)
    _tell_booker(appointment, scheduled_for, by=by, now=now)
    return replacement


def _tell_booker(former: Appointment, scheduled_for: datetime, *, by: User, now: datetime) -> None:
    """Tell whoever booked that their customer comes at another time."""
    if former.agent is not None and former.agent != by:
        before, after = former.scheduled_for.isoformat(), scheduled_for.isoformat()
        tell(former.agent, "appointment.moved", lead=former.lead, now=now, by=by.pk, before=before, after=after)


def _ahead(appointment: Appointment, now: datetime):
    """The appointment, where it runs and its time has not come."""
    return Appointment.objects.running().filter(pk=appointment.pk, scheduled_for__gt=now)


def _has_come(appointment: Appointment) -> str:
    """Return the sentence for one that still runs and is neither moved nor cancelled any more, "" for one that has ended."""
    runs = Appointment.objects.running().filter(pk=appointment.pk).exists()
    return _("The time of this appointment has come: it is kept or missed. Agree another day as a new booking.") if runs else ""


@transaction.atomic
def confirm(appointment: Appointment, *, by: User, now: datetime) -> bool:
    """The customer said again that they come: in a call, where they were spoken with on this day since it was booked. False if it is over, also where
    nobody has marked it yet, or confirmed today.

    What was confirmed on a day before is asked about once more (`calls.appointments.confirming`), and so confirmed once more.
    """
    start, end = day_range(day_of(now, appointment.store.zone), appointment.store.zone)
    ahead = Appointment.objects.running().select_for_update(of=("self",)).filter(pk=appointment.pk, scheduled_for__gt=now - NO_SHOW_AFTER)
    if ahead.first() is None or Confirmation.objects.filter(appointment=appointment, at__gte=start, at__lt=end).exists():
        return False
    talks = Call.objects.annotate(known=KNOWN).filter(lead=appointment.lead_id, outcome="connected", known__gte=start, known__gt=appointment.at)
    Confirmation.objects.create(appointment=appointment, by=by, at=now, how="call" if talks.exists() else "said")
    Appointment.objects.filter(pk=appointment.pk).update(status="confirmed")
    audit.record("appointment.confirm", appointment.lead, by=by, now=now, appointment=appointment.pk)
    return True


@transaction.atomic
def cancel(appointment: Appointment, *, reason: str = "", by: User | None, now: datetime) -> bool:
    """The customer does not come. False if it is over already; refused from its time on, when it is kept or missed.

    The lead is held before the appointment, as by whoever moves it: what comes next is agreed in the same deed.
    """
    hold(appointment.lead)
    cancelled = _withdraw(_ahead(appointment, now), appointment, reason=reason, by=by, now=now)
    if not cancelled and (sentence := _has_come(appointment)):
        raise Refused(sentence)
    return cancelled


def _withdraw(rows: QuerySet[Appointment], appointment: Appointment, *, reason: str = "", by: User | None, now: datetime) -> bool:
    """Cancel an appointment where it is among these rows. False if it is not."""
    cancelled = rows.update(status="cancelled", ended_at=now, cancel_reason=reason[:120])
    if cancelled:
        said: dict[str, Any] = {"reason": reason[:200]} if reason else {}
        audit.record("appointment.cancel", appointment.lead, by=by, now=now, appointment=appointment.pk, **said)
    return bool(cancelled)


def arrive(appointment: Appointment, *, at: datetime, by: User | None, now: datetime) -> bool:
    """A visit keeps this appointment. False if another did. Part of the visit's verb, which is on the trail.

    One moved after the arrival was valid at it: what replaced it since is cancelled, and kept as a row.
    """
    if not Appointment.objects.filter(pk=appointment.pk, status__in=KEEPABLE).update(status="arrived", ended_at=at):
        return False
    end_owed_calls(appointment.lead, ended_as="done", now=now, missed=appointment)
    for replacement in replacements_of(appointment):
        carry_promises(replacement, appointment)
        _withdraw(Appointment.objects.running().filter(pk=replacement.pk), replacement, by=by, now=now)
    return True


def replacements_of(appointment: Appointment) -> list[Appointment]:
    """Return what took the place of an appointment, one after the other: moved, and moved again."""
    found: list[Appointment] = []
    following = Appointment.objects.filter(replaces=appointment).select_related("lead").first()
    while following is not None:
        found.append(following)
        following = Appointment.objects.filter(replaces=following).select_related("lead").first()
    return found


def mark_no_shows(*, now: datetime) -> int:
    """End the appointments nobody kept, each with the moment 60 minutes after its time, however late this runs; tell whoever booked. Return how many."""
    marked = 0
    for appointment in _overdue(now - NO_SHOW_AFTER):
        marked += mark_no_show(appointment)
    return marked


@prepared
def _overdue(moment):
    return Appointment.objects.overdue(moment).select_related("lead", "agent")


@transaction.atomic
def mark_no_show(appointment: Appointment) -> bool:
    """End one that nobody kept, with the moment at which that was so; whoever has its lead calls again half an hour later."""
    lead, at = hold(appointment.lead), appointment.scheduled_for + NO_SHOW_AFTER
    missed = _miss(appointment, by=None, now=at)
    if missed:
        owe_call(lead, at=at)
    return missed


def _miss(appointment: Appointment, *, by: User | None, now: datetime) -> bool:
    """End a running appointment as missed: now, and no later than its hour; tell whoever booked it. False if it has ended."""
    at = min(now, appointment.scheduled_for + NO_SHOW_AFTER)
    missed = Appointment.objects.running().filter(pk=appointment.pk).update(status="no_show", ended_at=at)
    if missed:
        audit.record("appointment.no_show", appointment.lead, by=by, now=now, appointment=appointment.pk)
        if appointment.agent is not None and appointment.agent != by:
            tell(appointment.agent, "appointment.no_show", lead=appointment.lead, now=now)
    return bool(missed)


def cancel_all(lead: Lead, *, by: User | None, now: datetime) -> None:
    """Cancel what is booked for a lead that was given to the showroom; what its time had come for was missed."""
    for appointment in Appointment.objects.running().filter(lead=lead).select_related("lead", "agent"):
        if appointment.scheduled_for <= now:
            _miss(appointment, by=by, now=now)
        else:
            cancel(appointment, by=by, now=now)


def _create(lead: Lead, **facts: Any) -> Appointment:
    campaign = campaign_of(lead.pk, day_of(facts["scheduled_for"], lead.store.zone))
    return insert(Appointment(store_id=lead.store_id, lead=lead, channel_id=lead.channel_id, campaign_id=campaign, **facts))


def _check_time(store: Store, scheduled_for: datetime, values: dict[str, Any], now: datetime) -> None:
    """Refuse a time at which nobody is received."""
    ahead = values["appointment_days_ahead"]
    reason = obstacle(scheduled_for, now=now, hours=working_hours(store, values), days_ahead=ahead)
    if reason:
        facts = {"days": ahead, "day": f"{scheduled_for.astimezone(store.zone):%m-%d}", "opens": values["opens_at"], "closes": values["closes_at"]}
        raise Refused(_why_not(reason) % facts, about="at")


def _why_not(reason: str) -> str:
    return {
        "passed": _("This time has passed. Choose one ahead."),
        "too_far": _("Customers are invited at most %(days)d days ahead. Choose an earlier day."),
        "closed_day": _("The store is closed on %(day)s. Choose another day."),
        "closed_hours": _("The store is open from %(opens)s to %(closes)s. Choose a time in between."),
    }[reason]


def _ask_if_full(store: Store, scheduled_for: datetime, values: dict[str, Any]) -> None:
    """Ask where as many groups are expected in the half hour as the specialists on duty receive."""
    start, end = slot_of(scheduled_for, store.zone)
    booked = Appointment.objects.between(start, end).filter(store=store).exclude(status__in=GONE).count()
    if is_full(booked, each=values["per_slot"], specialists=on_duty(store, "reception", scheduled_for).count()):
        facts = {"slot": f"{start:%m-%d %H:%M}", "count": booked}
        raise Full(_("%(slot)s is full: %(count)d groups are expected in that half hour. Save again to book it all the same, or choose another time.") % facts)


def _tell(appointment: Appointment, *, by: User, now: datetime) -> None:
    if appointment.reception is not None and appointment.reception != by:
        tell(appointment.reception, "appointment.booked", lead=appointment.lead, now=now, at=appointment.scheduled_for.isoformat())
