"""A booking, a move, a confirmation or a cancellation that was none: taken back by whoever did it, while nobody has built on it.

See docs/rules/ledger.md#taken-back.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from calls.appointments.rules.owing_calls import owe_calls_again
from calls.appointments.rules.promising import give_back_promises
from calls.appointments.running import running_of
from calls.desk.rules.putting_back import run_on, write_calls
from calls.models import Appointment, Confirmation
from dcc.errors import Refused
from dcc.models import TrailEntry, User, taken_back
from dcc.models.annulled import hold_standing
from dcc.notices.telling import tell
from dcc.trail import audit
from leads.customer.rules.following_up import owe_again
from leads.customer.rules.locking import hold_open
from leads.grading.rules.built_on import WITHIN
from leads.grading.rules.closing_leads import for_review
from leads.models import FollowUp, Lead, Proposal


@transaction.atomic
def annul_booking(appointment: Appointment, *, by: User, now: datetime) -> Appointment:
    """Take back a booking, or another time that was agreed: what it had moved or ended runs on. Return it, or what runs on in its place.

    Refused once it was confirmed, moved, cancelled, kept or missed, after fifteen minutes or from its time on, and for whoever did not agree it.
    """
    found = _hold(appointment)
    _check_time(found, since=found.at, now=now)
    if found.status != "booked" or found.ended_at is not None:
        raise Refused(_("Somebody has worked with this appointment since: %(status)s.") % {"status": found.get_status_display()})
    _check_author(found.moved_by_id if found.replaces_id else found.agent_id, by)
    Appointment.objects.filter(pk=found.pk).update(**taken_back(by=by, now=now))
    give_back_promises(found, taken_back(by=by, now=now))
    owe_calls_again(found.lead, found.at, ended_as="replaced")
    ended = Appointment.objects.filter(lead=found.lead, ended_at=found.at, status__in=("moved", "no_show")).select_related("lead__store", "agent")
    before = [run_on(row, by=by, now=now) for row in ended]
    write_calls(found.lead)
    audit.record("appointment.annul", found.lead, by=by, now=now, appointment=found.pk)
    if found.reception is not None and found.reception != by:
        tell(found.reception, "appointment.annulled", lead=found.lead, now=now, at=found.scheduled_for.isoformat())
    return before[0] if before else found


@transaction.atomic
def annul_confirmation(appointment: Appointment, *, by: User, now: datetime) -> Appointment:
    """Take back that the customer said again that they come: what was said on a day before stands. Refused once it was moved, cancelled, kept or missed."""
    found = _hold(appointment)
    _check_author(_doer(found, "appointment.confirm"), by)
    last = Confirmation.objects.filter(appointment=found).order_by("-at", "-id").first()
    if last is not None and found.status == "confirmed" and found.ended_at is None:
        Confirmation.objects.filter(pk=last.pk).update(**taken_back(by=by, now=now))
        before = Confirmation.objects.filter(appointment=found).exists()
        Appointment.objects.filter(pk=found.pk).update(status="confirmed" if before else "booked")
    else:
        raise Refused(_("Somebody has worked with this appointment since: %(status)s.") % {"status": found.get_status_display()})
    audit.record("appointment.unconfirm", found.lead, by=by, now=now, appointment=found.pk)
    return found


@transaction.atomic
def annul_cancelling(appointment: Appointment, *, by: User, now: datetime) -> Appointment:
    """Take back that the customer does not come, and what was agreed instead in the same deed: it runs on.

    Refused after fifteen minutes or from its time on (else one revived those alone who came), beside another one agreed since, and once an application
    made with it was answered.
    """
    found = _hold(appointment)
    if found.ended_at is not None:
        _check_time(found, since=found.ended_at, now=now)
    _check_author(_doer(found, "appointment.cancel"), by)
    if found.status != "cancelled":
        raise Refused(_("Somebody has worked with this appointment since: %(status)s.") % {"status": found.get_status_display()})
    if (other := running_of(found.lead)) is not None:
        when = other.scheduled_for.astimezone(found.lead.store.zone)
        raise Refused(_("%(name)s comes on %(day)s already. Move that appointment instead.") % {"name": found.lead.name, "day": f"{when:%m-%d %H:%M}"})
    if found.ended_at is not None:
        _take_back_instead(found.lead, at=found.ended_at, by=by, now=now)
    return run_on(found, by=by, now=now)


def _take_back_instead(lead: Lead, *, at: datetime, by: User, now: datetime) -> None:
    """Take back what a cancellation agreed instead, and owe again what that had ended."""
    if Proposal.objects.filter(lead=lead, at=at, decided_at__isnull=False).exists():
        raise Refused(_("The application has been answered meanwhile."))
    Proposal.objects.filter(lead=lead, at=at).update(**taken_back(by=by, now=now))
    FollowUp.objects.filter(lead=lead, created_at=at).update(**taken_back(by=by, now=now))
    owe_again(lead, at, ended_as=("replaced", "proposed"))
    Lead.objects.filter(pk=lead.pk).update(review_since=for_review(hold_open(lead)))


def _hold(appointment: Appointment) -> Appointment:
    """Return an appointment of an open lead as it stands now; nobody else changes it."""
    lead = hold_open(appointment.lead)
    found = hold_standing(Appointment.every.select_related("reception", "agent"), appointment.pk)
    found.lead = lead
    return found


def _check_time(appointment: Appointment, *, since: datetime, now: datetime) -> None:
    """Whoever is due stays due, and nobody turns days back: a slip is seen at once."""
    if now - since > WITHIN or now >= appointment.scheduled_for:
        raise Refused(_("This is taken back within %(minutes)d minutes, and before the time of the visit.") % {"minutes": WITHIN.seconds // 60})


def _doer(appointment: Appointment, action: str) -> int | None:
    """Return who did it last, as the trail says."""
    entries = TrailEntry.objects.filter(object_type="lead", object_id=appointment.lead_id, action=action, detail__appointment=appointment.pk)
    return entries.order_by("-at", "-id").values_list("by", flat=True).first()


def _check_author(author: int | None, by: User) -> None:
    if author != by.pk:
        raise Refused(_("This is taken back by whoever did it."))
