"""A call that was none, with everything agreed in it: kept as rows, read by no rule and no figure from then on (docs/rules/ledger.md#taken-back)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Model
from django.utils.translation import gettext as _

from calls.appointments.rules.promising import give_back_promises
from calls.desk.rules.putting_back import run_on, write_calls, write_ladder, write_missed
from calls.models import Appointment, Call, Card, CardCheck, CardFact, Confirmation, Dial, IncomingNumber
from calls.second_look.rules.ending_looks import look_again, opened_by_look
from dcc.errors import Refused
from dcc.models import TrailEntry, User, taken_back
from dcc.models.annulled import Taken
from dcc.notices.telling import tell
from dcc.trail import audit
from leads.customer.rules.following_up import owe_again
from leads.customer.rules.locking import hold, hold_open
from leads.grading.rules.built_on import WITHIN, refuse_built
from leads.grading.rules.closing_leads import for_review
from leads.grading.rules.grading import write_contact
from leads.intake.rules.collecting import hold_door
from leads.models import NO_NAME, Allocation, DoNotCall, FollowUp, Lead, NumberChange, Proposal
from leads.numbers.rules.expiring import until_of
from leads.numbers.rules.renumbering import change_of, give_back

LOGGINGS = ("call.log", "call.complete")
HANGS_ON: tuple[tuple[type[Model], str], ...] = (  # with the moment it is of
    (Card, "at"),
    (CardFact, "at"),
    (Appointment, "at"),
    (Proposal, "at"),
    (FollowUp, "created_at"),
)


@dataclass(frozen=True)
class Logged:
    """The logging of a call: the moment at which everything in it was written, and what the trail says of it."""

    call: Call
    lead: Lead
    at: datetime
    detail: dict


@transaction.atomic
def annul_call(call: Call, *, by: User, now: datetime) -> Lead:
    """Take back a call of one's own within fifteen minutes: with it go card, booking, follow-ups and application, and the lead that only it opened.

    What it had ended (a follow-up, a missed call, an appointment that was moved) and changed (level, number, model) is as before. Refused once somebody has
    graded, checked, tagged, moved or called since.
    """
    logged = hold_own(call, by=by, now=now)
    if logged.call.row:
        raise Refused(_("The hotline's log has this call. Correct what is wrong in it."))
    refuse_built(logged.lead, after=logged.at, instead=_("Write what is right as a call of its own."))
    if CardCheck.objects.filter(lead=logged.lead, at__gte=logged.at).exists():
        raise Refused(_("The card was checked meanwhile."))
    taken = taken_back(by=by, now=now)
    booked = list(Appointment.objects.filter(lead=logged.lead, at=logged.at).select_related("reception"))
    Call.every.filter(pk=logged.call.pk).update(**taken)
    for model, moment in HANGS_ON:
        model._default_manager.filter(lead=logged.lead, **{moment: logged.at}).update(**taken)
    for row in booked:
        give_back_promises(row, taken)
        Confirmation.objects.filter(appointment=row).update(**taken)
    DoNotCall.objects.filter(store=logged.lead.store, at=logged.at, by=by).update(**taken)
    DoNotCall.objects.filter(store=logged.lead.store, lifted_at=logged.at, lifted_by=by).update(lifted_at=None, lifted_by=None)
    _write_back(logged, by=by, now=now)
    if not _leave_lead(logged, taken):
        stand_anew(logged.lead)
    _give_back_beginning(logged, by=by)
    audit.record("call.annul", logged.lead, by=by, now=now, call=logged.call.pk)
    _tell(booked, by=by, now=now)
    return Lead.every.get(pk=logged.lead.pk)


def may_take_back(call: Call, *, by: User, now: datetime) -> bool:
    """Whether somebody logged this call, fifteen minutes ago at most."""
    entry = logging_of(call)
    return call.annulled_at is None and call.agent_id == by.pk and entry is not None and now - entry.at <= WITHIN


def logging_of(call: Call) -> TrailEntry | None:
    """Return what the trail says of the logging of a call, be it that a row's was completed; None for one that came in with a ledger."""
    entries = TrailEntry.objects.filter(object_type="lead", object_id=call.lead_id, action__in=LOGGINGS, detail__call=call.pk)
    return entries.order_by("-pk").first()


def hold_own(call: Call, *, by: User, now: datetime) -> Logged:
    """Return the call and its lead as they stand now; nobody else changes them. The door first: a number may be given back.

    Refused for another's, after fifteen minutes, and on a closed lead.
    """
    hold_door(call.store)
    found = Call.every.get(pk=call.pk)
    if found.annulled_at is not None:  # its lead may have gone with it
        raise Refused(_("This call was taken back already."))
    lead = hold_open(call.lead)
    entry = logging_of(found)
    if entry is None or not may_take_back(found, by=by, now=now):
        raise Refused(_("A call is taken back or corrected by whoever logged it, within %(minutes)d minutes.") % {"minutes": WITHIN.seconds // 60})
    return Logged(found, lead, entry.at, entry.detail)


def _write_back(logged: Logged, *, by: User, now: datetime) -> None:
    """Owe again what the call had answered, let run on what it had moved or missed, and write level, number, name and model as they were."""
    owe_again(logged.lead, logged.at, ended_as=("done", "replaced", "proposed", "no_number"))
    for appointment in Appointment.objects.filter(lead=logged.lead, ended_at=logged.at, status__in=("moved", "no_show")).select_related("lead__store", "agent"):
        run_on(appointment, by=by, now=now)
    if facts := _facts_before(logged):
        Lead.objects.filter(pk=logged.lead.pk).update(version=F("version") + 1, **facts)
    if change := change_of(logged.lead, logged.at):
        give_number_back(logged.lead, change, by=by, at=now)


def _facts_before(logged: Logged) -> dict[str, object]:
    lead, call = logged.lead, logged.call
    facts: dict[str, object] = {}
    if "level_before" in logged.detail and lead.level == call.level:
        facts["level"] = logged.detail["level_before"]
    deeds = TrailEntry.objects.filter(object_type="lead", object_id=lead.pk, at=logged.at)
    for deed in deeds.filter(action__in=("card.open", "lead.change")).order_by("-pk"):  # the first knows how it was
        facts |= {"name": NO_NAME, "given_name": "", "initials": ""} if deed.detail.get("named") else {}
        facts |= {"model": deed.detail["model_before"]} if "model_before" in deed.detail else {}
    return facts


def give_number_back(lead: Lead, change: NumberChange, *, by: User, at: datetime) -> None:
    """Let a lead have the number that a deed of its call took from it. Refused where another open lead has it by now."""
    number = change.from_number
    if number and Lead.objects.open().filter(store=lead.store_id, phone=number).exclude(pk=lead.pk).exists():
        raise Refused(_("Another open lead has this number. Let the data manager join the two."))
    give_back(lead, change, number, until=until_of(lead, number) if number else None, by=by, at=at)


def _leave_lead(logged: Logged, taken: Taken) -> bool:
    """Take back the lead that only this call had opened, and the inquiry. False where it opened none, or more stands with it."""
    lead = logged.lead
    opened = lead.opened_at == logged.at and (logged.call.direction == "in" or opened_by_look(lead))
    if not opened or lead.inquiries.count() > 1 or Call.objects.filter(lead=lead).exists():
        return False
    look_again(lead, taken)
    for rows in (lead.inquiries, Allocation.objects.filter(lead=lead), FollowUp.objects.filter(lead=lead)):
        rows.update(**taken)
    write_calls(lead)
    Lead.objects.filter(pk=lead.pk).update(inquiry_count=0, agent=None, allocated_at=None, ungraded_since=None, review_since=None, **taken)
    return True


def stand_anew(lead: Lead, *, climbed_without: Call | None = None) -> None:
    """Write a lead's milestones of calls, and what waits for somebody, from what stands; the retry ladder as it stood before a call, where that climbs anew."""
    write_calls(lead)
    write_missed(lead)
    write_ladder(lead, without=climbed_without)
    write_contact(hold(lead))
    Lead.objects.filter(pk=lead.pk).update(review_since=for_review(hold(lead)))


def _give_back_beginning(logged: Logged, *, by: User) -> None:
    """What the server saw of the call's beginning waits for a call again: the dial, and the window on who was calling."""
    Dial.objects.filter(call=logged.call).update(call=None)
    opened = None if logged.lead.opened_at == logged.at else logged.lead
    IncomingNumber.objects.filter(agent=by, lead=logged.lead, ended_at=logged.at).update(ended_at=None, lead=opened)


def _tell(booked: list[Appointment], *, by: User, now: datetime) -> None:
    """Tell whoever was told that somebody comes that nobody does."""
    for row in booked:
        if row.reception is not None and row.reception != by:
            tell(row.reception, "appointment.annulled", lead=row.lead, now=now, at=row.scheduled_for.isoformat())
