"""An answer to an application that was none: it waits for its answer again (docs/rules/domain.md#words, docs/rules/ledger.md#taken-back)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import User, taken_back
from dcc.trail import audit
from leads.customer.rules.locking import hold
from leads.grading.rules.built_on import refuse_built
from leads.grading.rules.closing_leads import UNDECIDED, for_review
from leads.grading.rules.reopening import reopen_lead
from leads.intake.rules.collecting import hold_door
from leads.models import FollowUp, Lead, Proposal


@transaction.atomic
def undo_answer(proposal: Proposal, *, by: User, now: datetime) -> Lead:
    """Take back a confirmation or rejection of one's own: a lead it closed runs on as it stood, the call it asked for is annulled.

    Refused once somebody has worked with the lead since, and as any reopening.
    """
    hold_door(proposal.lead.store)
    lead = hold(proposal.lead)
    found = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    answered_at = found.decided_at
    if answered_at is None:
        raise Refused(_("It was taken back already."))
    if found.decided_by_id != by.pk:
        raise Refused(_("This is taken back by whoever did it."))
    refuse_built(lead, after=answered_at, instead=_("Decide anew instead."))
    if lead.closed_at is not None:
        lead = reopen_lead(lead, by=by, now=now)
    FollowUp.objects.filter(lead=lead, kind="callback", created_at=answered_at).update(**taken_back(by=by, now=now))
    FollowUp.objects.filter(lead=lead, kind="callback", done_at=answered_at, ended_as="replaced").update(done_at=None, ended_as="")
    Proposal.objects.filter(pk=found.pk).update(**UNDECIDED)
    Lead.objects.filter(pk=lead.pk).update(review_since=for_review(lead))
    audit.record("lead.unanswer", lead, by=by, now=now, before=found.decision, kind=found.kind)
    return hold(lead)
