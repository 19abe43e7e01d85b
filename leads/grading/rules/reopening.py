"""An end of a purchase cycle that was none: it runs on (docs/rules/domain.md#reviewing, docs/rules/ledger.md#taken-back)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import User, taken_back
from dcc.notices.telling import tell
from dcc.trail import audit
from leads import sockets
from leads.customer.rules.following_up import next_opening, open_follow_up
from leads.customer.rules.locking import hold
from leads.grading.rules.closing_leads import UNDECIDED, for_review
from leads.grading.rules.proposing import decide_rejected
from leads.intake.rules.collecting import hold_door
from leads.models import DoNotCall, FollowUp, Lead, Proposal, Request, Review
from leads.pool.rules.allocating import Move, allocate

OPEN = {"closed_at": None, "closed_as": "", "reason": "", "closed_agent": None}
ENDS_ANEW = ("lost", "invalid", "unreachable", "out_of_area", "showroom")  # a delivery is taken back with its order, a merge undone


@transaction.atomic
def reopen_lead(lead: Lead, *, by: User, now: datetime) -> Lead:
    """Let a purchase cycle run on whose end was none, just as it stood: what the closing ended is owed, proposed and requested again; it waits for whom it
    waited.

    Refused while the number has a later lead, which is that person's interest now, or is on the do-not-call list; for a merged lead; where a room
    above objects.
    """
    lead = hold_closed(lead, now=now)
    ended, outcome = lead.closed_at, lead.closed_as
    Lead.objects.filter(pk=lead.pk).update(**OPEN)
    FollowUp.objects.filter(lead=lead, done_at=ended, ended_as="closed").update(done_at=None, ended_as="")
    Proposal.objects.filter(lead=lead, decided_at=ended).update(**UNDECIDED)
    Request.objects.filter(lead=lead, decided_at=ended, decision="lapsed").update(**UNDECIDED)
    Lead.objects.filter(pk=lead.pk).update(review_since=for_review(lead))
    audit.record("lead.reopen", lead, by=by, now=now)
    sockets.lead_reopened.send(sender=Lead, lead=hold(lead), closed_at=ended, closed_as=outcome, by=by, at=now)
    return hold(lead)


@transaction.atomic
def reopen_closed(lead: Lead, *, by: User, now: datetime) -> Lead:
    """Open a closed customer again, long after (重新打开): the same cycle, of the same agent, who calls today.

    The review that closed it is annulled, the application it confirmed is rejected by this deed. What the closing had ended stays ended. Refused as above.
    """
    lead = hold_closed(lead, now=now)
    if lead.closed_as not in ENDS_ANEW:
        raise Refused(_("The car was handed over. Take the delivery back first."))
    ended, outcome = lead.closed_at, lead.closed_as
    Lead.objects.filter(pk=lead.pk).update(**OPEN, review_since=None)
    Review.objects.filter(lead=lead, at=ended, decision__in=("close", "to_showroom")).update(**taken_back(by=by, now=now))
    for proposal in Proposal.objects.filter(lead=lead, decided_at=ended, decision="confirmed").select_related("by", "lead", "store"):
        Proposal.objects.filter(pk=proposal.pk).update(**UNDECIDED)
        decide_rejected(proposal, answer="", by=by, now=now)
    lead = _in_hand(hold(lead), by=by, now=now)
    open_follow_up(lead, kind="callback", due_at=next_opening(lead.store, now), note=_("Opened again: what comes next?"), now=now)
    if lead.agent is not None and lead.agent != by:
        tell(lead.agent, "lead.reopened", lead=lead, now=now)
    audit.record("lead.reopen", lead, by=by, now=now, before=outcome)
    return lead


def _in_hand(lead: Lead, *, by: User, now: datetime) -> Lead:
    """Return the lead in its agent's hand; where they have left since, in the pool."""
    if lead.agent is None or lead.agent.left_at is None:
        return lead
    allocate(lead.store, [Move(lead.pk, None, "away", lead.agent_id)], by=by, now=now)
    return hold(lead)


def hold_closed(lead: Lead, *, now: datetime) -> Lead:
    """Return a closed lead as it stands now, after the door of its store: nobody lets its number in meanwhile. Refused where it may not be opened again."""
    hold_door(lead.store)
    lead = hold(lead)
    if lead.closed_at is None:
        raise Refused(_("%(name)s is open already.") % {"name": lead.name})
    if sentence := _obstacle(lead, now):
        raise Refused(sentence)
    return lead


def _obstacle(lead: Lead, now: datetime) -> str:
    if lead.is_merged:
        return _("It was joined with %(name)s. Separate the two first.") % {"name": lead.merged_into.name}
    if found := _later(lead):
        said = {"name": found.name, "when": f"{found.received_at.astimezone(lead.store.zone):%m-%d %H:%M}"}
        return _("This number has a later lead: %(name)s, arrived %(when)s. The earlier one cannot be opened again.") % said
    if DoNotCall.objects.of_lead(lead).holding(now).exists():
        return _("The number is on the do-not-call list. Take it off first.")
    return next((sentence for obstacle in sockets.reopening_obstacles if (sentence := obstacle(lead, now))), "")


def _later(lead: Lead) -> Lead | None:
    if not lead.phone:
        return None
    later = Lead.objects.filter(store=lead.store_id, phone=lead.phone, opened_at__gte=lead.closed_at).exclude(pk=lead.pk).unmerged()
    return later.order_by("opened_at", "pk").first()
