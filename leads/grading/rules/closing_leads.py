"""The end of a purchase cycle."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import User
from dcc.trail import audit
from leads import sockets
from leads.customer.rules.following_up import end_follow_ups
from leads.customer.rules.locking import hold
from leads.models import CLOSED_AS, FollowUp, Lead, Proposal, Request, Review

FOR_THE_LEADER = {"L", "F"}  # grades that wait for the leader's decision
FOR_REVIEW = {"unreachable", "out_of_area"}  # proposals that stand on the leader's list
UNDECIDED = {"decided_at": None, "decided_by": None, "decision": "", "answer": ""}
WITH_REASON = {"lost", "invalid", "unreachable", "out_of_area", "showroom"}  # lost without a reason does not exist (docs/rules/domain.md#reviewing)


@transaction.atomic
def close_lead(lead: Lead, *, outcome: str, reason: str = "", by: User | None, now: datetime) -> bool:
    """End the purchase cycle as one of CLOSED_AS. False if somebody closed it before us: then nothing is written.

    Refused without a reason where one is owed, and where a room above objects: an order is open, the director has not released the person. Ends what is
    owed to the lead, answers what was proposed and lets what was requested lapse; booked appointments stay, as rule 2 of attribution still honours them.
    """
    if outcome not in dict(CLOSED_AS):
        raise ValueError(outcome)
    if outcome in WITH_REASON and not reason:
        raise Refused(_("Say why: a lead is not closed without a reason."))
    for obstacle in sockets.closing_obstacles:
        if sentence := obstacle(lead, outcome, now):
            raise Refused(sentence)
    whose = Lead.objects.filter(pk=lead.pk).values_list("agent_id", flat=True).get()
    waits = {"review_since": None, "missed_at": None}
    closed = Lead.objects.open().filter(pk=lead.pk).update(closed_at=now, closed_as=outcome, reason=reason[:120], closed_agent=whose, **waits)
    if closed:
        end_follow_ups(lead, ended_as="closed", now=now)
        _answer_proposal(lead, outcome=outcome, by=by, now=now)
        Request.objects.open().filter(lead=lead).update(decided_at=now, decided_by=by, decision="lapsed")
        audit.record("lead.close", lead, by=by, now=now, after=outcome, reason=reason)
        sockets.lead_closed.send(sender=Lead, lead=hold(lead), by=by, at=now)
    return bool(closed)


def for_review(lead: Lead) -> datetime | None:
    """Return since when a lead waits for the leader: graded low or lost, or beyond reach, and not reviewed since; or proposed as what the leader confirms."""
    graded = _undecided_since(lead, lead.graded_at if lead.grade in FOR_THE_LEADER else None)
    proposed = Proposal.objects.open().filter(lead=lead, kind__in=FOR_REVIEW).values_list("at", flat=True).first()
    return min((moment for moment in (graded, proposed, beyond_reach(lead)) if moment), default=None)


def beyond_reach(lead: Lead) -> datetime | None:
    """Return since when a lead without any number waits for the leader: since its only one ended, or the call that found it gone, unless reviewed since."""
    if lead.phone or (lead.second_phone and lead.phone_until is None):
        return None
    return _undecided_since(lead, lead.phone_until or lead.last_call_at)


def _undecided_since(lead: Lead, moment: datetime | None) -> datetime | None:
    """A review that closed the lead answers what was asked before it also where the lead was opened again since: with the call that was due then."""
    if moment is None:
        return None
    opened = FollowUp.every.filter(lead=OuterRef("lead"), kind="callback", created_at=OuterRef("annulled_at"))
    reviewed = Review.every.filter(Q(annulled_at=None) | Exists(opened), lead=lead, at__gte=moment)
    return None if reviewed.exists() else moment


def _answer_proposal(lead: Lead, *, outcome: str, by: User | None, now: datetime) -> None:
    """A proposal that is still open is answered by the closing: confirmed where the lead is closed as proposed."""
    proposal = Proposal.objects.open().filter(lead=lead)
    proposal.filter(kind=outcome).update(decided_at=now, decided_by=by, decision="confirmed")
    proposal.update(decided_at=now, decided_by=by, decision="rejected")
