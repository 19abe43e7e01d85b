"""A closed customer who was opened by a slip: closed as before (docs/rules/domain.md#reviewing, docs/rules/ledger.md#taken-back)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import Notice, TrailEntry, User, taken_back
from dcc.models.annulled import STANDING
from dcc.trail import audit
from leads.customer.rules.following_up import move_follow_ups
from leads.customer.rules.locking import hold
from leads.grading.rules.built_on import refuse_built
from leads.intake.rules.collecting import hold_door
from leads.models import Allocation, FollowUp, Inquiry, Lead, Proposal, Review


@transaction.atomic
def undo_reopening(lead: Lead, *, by: User, now: datetime) -> Lead:
    """Close a customer again as they were: the decision and the application it confirmed stand, the call for today is none.

    Refused for whoever did not open them, once, and once somebody has worked with them, gave them away, or they asked again.
    """
    hold_door(lead.store)
    lead = hold(lead)
    opened = _deeds(lead, "lead.reopen").exclude(detail={}).first()
    closed = _deeds(lead, "lead.close").filter(pk__lt=opened.pk).first() if opened else None
    if opened is None or closed is None or not lead.is_open:
        raise Refused(_("It was taken back already."))
    if opened.by_id != by.pk:
        raise Refused(_("This is taken back by whoever did it."))
    refuse_built(lead, after=opened.at, instead=_("Decide anew instead."))
    _refuse_moved(lead, opened.at)
    _stand_again(lead, closed, opened, by=by, now=now)
    audit.record("lead.unreopen", lead, by=by, now=now, after=closed.detail["after"])
    return hold(lead)


def _deeds(lead: Lead, action: str):
    return TrailEntry.objects.filter(object_type="lead", object_id=lead.pk, action=action).order_by("-pk")


def _refuse_moved(lead: Lead, opened_at: datetime) -> None:
    if Inquiry.objects.filter(lead=lead, entered_at__gt=opened_at).exists():
        raise Refused(_("%(name)s has asked again since. Decide anew instead.") % {"name": lead.name})
    if Allocation.objects.filter(lead=lead, at__gt=opened_at).exists():
        raise Refused(_("Somebody else has the lead by now. Decide anew instead."))


def _stand_again(lead: Lead, closed: TrailEntry, opened: TrailEntry, *, by: User, now: datetime) -> None:
    """Write the end as it stood, with what it had decided, and take back what the opening began."""
    taken = taken_back(by=by, now=now)
    FollowUp.objects.filter(lead=lead, created_at=opened.at).update(**taken)
    given = Allocation.objects.filter(lead=lead, at=opened.at, agent=None).first()  # whose agent had left went to the pool
    agent = given.previous_id if given else lead.agent_id
    if given:
        Allocation.objects.filter(pk=given.pk).update(**taken)
        before = Allocation.objects.filter(lead=lead).order_by("-at", "-pk").first()
        Lead.objects.filter(pk=lead.pk).update(agent=agent, allocated_at=before.at if before else None)
        move_follow_ups([lead.pk], agent=given.previous)
    end = {"closed_at": closed.at, "closed_as": closed.detail["after"], "reason": closed.detail.get("reason", "")[:120], "closed_agent": agent}
    Lead.objects.filter(pk=lead.pk).update(review_since=None, missed_at=None, **end)
    decisions = Review.every.filter(lead=lead, at=closed.at)
    decisions.filter(annulled_at=opened.at, annulled_by=opened.by).update(**STANDING)
    rejected = Proposal.objects.filter(lead=lead, decided_at=opened.at, decided_by=opened.by, decision="rejected")
    rejected.update(decided_at=closed.at, decided_by=closed.by, decision="confirmed", answer=decisions.values_list("reason", flat=True).first() or "")
    Notice.objects.filter(kind__in=("lead.reopened", "lead.rejected"), lead_id=lead.pk, at=opened.at).unread().update(read_at=now)
