"""Invitations: booked, confirmed, moved, cancelled, kept, missed."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from calls.models import Appointment
from dcc import audit
from dcc.errors import Refused
from dcc.models import User
from dcc.notices import tell
from dcc.prepared import prepared
from dcc.rows import insert
from leads.models import Lead
from leads.rules.holding import hold_open

NO_SHOW_AFTER = timedelta(minutes=60)
KEEPABLE = ["booked", "confirmed", "no_show", "moved", "cancelled"]  # who was missed comes after all; what ended after the arrival was valid at it


def running_of(lead: Lead) -> Appointment | None:
    """Return the appointment of a lead that still may be kept, with its reception specialist; there is one at most."""
    for appointment in _running(lead.pk):
        appointment.lead = lead
        return appointment
    return None


@prepared
def _running(lead):
    return Appointment.objects.running().filter(lead=lead).select_related("reception").order_by("pk")


@transaction.atomic
def book(lead: Lead, *, scheduled_for: datetime, reception: User | None = None, note: str = "", by: User, now: datetime) -> Appointment:
    """Agree a time to come in; whoever books has the credit. Refused in the past and while another appointment of this lead runs."""
    lead = hold_open(lead)
    _check_time(scheduled_for, now)
    running = running_of(lead)
    if running is not None:
        when = running.scheduled_for.astimezone(lead.store.zone)
        raise Refused(_("%(name)s comes on %(day)s already. Move that appointment instead.") % {"name": lead.name, "day": f"{when:%m-%d %H:%M}"})
    appointment = _create(lead, scheduled_for=scheduled_for, reception=reception, note=note, by=by, now=now)
    Lead.objects.filter(pk=lead.pk, invited_at=None).update(invited_at=now)
    audit.record("appointment.book", lead, by=by, now=now, appointment=appointment.pk, at=scheduled_for.isoformat())
    _tell(appointment, by=by, now=now)
    return appointment


@transaction.atomic
def move(appointment: Appointment, *, scheduled_for: datetime, reception: User | None = None, note: str = "", by: User, now: datetime) -> Appointment:
    """Agree another time: the row ends as `moved`, a new one replaces it and is not counted as invited again. Refused once it came, passed or ended."""
    lead = hold_open(appointment.lead)
    _check_time(scheduled_for, now)
    if not Appointment.objects.running().filter(pk=appointment.pk).update(status="moved", ended_at=now):
        raise Refused(_("This appointment has ended. Book a new one."))
    replacement = _create(lead, scheduled_for=scheduled_for, reception=reception or appointment.reception, note=note, by=by, now=now, replaces=appointment)
    before, after = appointment.scheduled_for.isoformat(), scheduled_for.isoformat()
    audit.record("appointment.move", lead, by=by, now=now, appointment=appointment.pk, before=before, after=after)
    _tell(replacement, by=by, now=now)
    return replacement


@transaction.atomic
def confirm(appointment: Appointment, *, by: User, now: datetime) -> bool:
    """The customer said again that they come. False if it is confirmed or over, also where nobody has marked it yet."""
    ahead = Appointment.objects.filter(pk=appointment.pk, status="booked", scheduled_for__gt=now - NO_SHOW_AFTER)
    confirmed = ahead.update(status="confirmed", confirmed_at=now)
    if confirmed:
        audit.record("appointment.confirm", appointment.lead, by=by, now=now, appointment=appointment.pk)
    return bool(confirmed)


@transaction.atomic
def cancel(appointment: Appointment, *, by: User | None, now: datetime) -> bool:
    """The customer does not come. False if it is over already."""
    cancelled = Appointment.objects.running().filter(pk=appointment.pk).update(status="cancelled", ended_at=now)
    if cancelled:
        audit.record("appointment.cancel", appointment.lead, by=by, now=now, appointment=appointment.pk)
    return bool(cancelled)


def arrive(appointment: Appointment, *, at: datetime, by: User | None, now: datetime) -> bool:
    """A visit keeps this appointment. False if another did. Part of the visit's verb, which is on the trail.

    One moved after the arrival was valid at it: what replaced it since is cancelled, and kept as a row.
    """
    if not Appointment.objects.filter(pk=appointment.pk, status__in=KEEPABLE).update(status="arrived", ended_at=at):
        return False
    for replacement in replacements_of(appointment):
        cancel(replacement, by=by, now=now)
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
    """End one appointment that nobody kept. False if it has ended."""
    at = appointment.scheduled_for + NO_SHOW_AFTER
    missed = Appointment.objects.running().filter(pk=appointment.pk).update(status="no_show", ended_at=at)
    if missed:
        audit.record("appointment.no_show", appointment.lead, by=None, now=at, appointment=appointment.pk)
        if appointment.agent is not None:
            tell(appointment.agent, "appointment.no_show", lead=appointment.lead, now=at)
    return bool(missed)


def cancel_all(lead: Lead, *, by: User | None, now: datetime) -> None:
    """Cancel what is booked for a lead that was given to the showroom."""
    for appointment in Appointment.objects.running().filter(lead=lead).select_related("lead"):
        cancel(appointment, by=by, now=now)


def _create(
    lead: Lead, *, scheduled_for: datetime, reception: User | None, note: str, by: User, now: datetime, replaces: Appointment | None = None
) -> Appointment:
    appointment = Appointment(
        store_id=lead.store_id,
        lead=lead,
        channel_id=lead.channel_id,
        agent=by,
        at=now,
        scheduled_for=scheduled_for,
        reception=reception or lead.reception,
        note=note[:200],
        replaces=replaces,
    )
    return insert(appointment)


def _check_time(scheduled_for: datetime, now: datetime) -> None:
    if scheduled_for <= now:
        raise Refused(_("This time has passed. Choose one ahead."))


def _tell(appointment: Appointment, *, by: User, now: datetime) -> None:
    if appointment.reception is not None and appointment.reception != by:
        tell(appointment.reception, "appointment.booked", lead=appointment.lead, now=now, at=appointment.scheduled_for.isoformat())
