"""A decision of the leader that was none: the lead waits for the leader as before (docs/rules/domain.md#reviewing, docs/rules/ledger.md#taken-back)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import User, taken_back
from dcc.models.annulled import Taken, hold_standing
from dcc.trail import audit
from leads.customer.rules.following_up import move_follow_ups
from leads.customer.rules.locking import hold
from leads.grading.rules.built_on import refuse_built
from leads.grading.rules.closing_leads import UNDECIDED, for_review
from leads.grading.rules.reopening import reopen_lead
from leads.intake.rules.collecting import hold_door
from leads.models import Allocation, FollowUp, Lead, Proposal, Review


@transaction.atomic
def undo_review(review: Review, *, by: User, now: datetime) -> Lead:
    """Take back a decision just made: what it opened ends, the hand it gave the lead into gives it back, a closed lead runs on as it stood.

    Refused where it is not the lead's last one, once somebody has worked with the lead since, and as any reopening. Later a closed customer is opened anew.
    """
    hold_door(review.lead.store)
    lead = hold(review.lead)
    found = hold_standing(Review.every, review.pk)
    refuse_built(lead, after=found.at, instead=_("Decide anew instead."))
    taken = taken_back(by=by, now=now)
    Review.objects.filter(pk=found.pk).update(**taken)
    if found.decision in ("close", "to_showroom"):
        lead = reopen_lead(lead, by=by, now=now)
    else:
        _give_back(lead, found, taken, by=by, now=now)
    Proposal.objects.filter(lead=lead, decided_at=found.at).update(**UNDECIDED)
    Lead.objects.filter(pk=lead.pk).update(review_since=for_review(lead))
    audit.record("lead.unreview", lead, by=by, now=now, before=found.decision)
    return hold(lead)


def _give_back(lead: Lead, review: Review, taken: Taken, *, by: User, now: datetime) -> None:
    """End what nurturing or another agent owed, owe again what that had replaced, and give the lead back to whoever had it."""
    FollowUp.objects.filter(lead=lead, created_at=review.at, kind__in=("nurture", "callback")).update(**taken)
    FollowUp.objects.filter(lead=lead, done_at=review.at, ended_as="replaced").update(done_at=None, ended_as="")
    given = Allocation.objects.filter(lead=lead, at=review.at, agent=review.agent).select_related("previous").first() if review.agent_id else None
    if given is None:
        return
    if lead.agent_id != given.agent_id:
        raise Refused(_("Somebody else has the lead by now. Decide anew instead."))
    Allocation.objects.filter(pk=given.pk).update(**taken)
    before = Allocation.objects.filter(lead=lead).order_by("-at", "-pk").first()
    Lead.objects.filter(pk=lead.pk).update(agent=given.previous, allocated_at=before.at if before else None)
    move_follow_ups([lead.pk], agent=given.previous)
