"""The leader's decisions on low and lost leads (docs/rules/domain.md#reviewing)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.database.one_row import insert
from dcc.errors import Refused
from dcc.models import User
from dcc.roster.duty import there_today
from dcc.trail import audit
from leads import sockets
from leads.customer.rules.following_up import next_opening, open_follow_up
from leads.customer.rules.locking import hold_open
from leads.grading.rules.closing_leads import close_lead
from leads.grading.rules.grading import is_fresh
from leads.grading.rules.proposing import check_not_own, decide_rejected, open_proposal
from leads.models import DoNotCall, Lead, Proposal, Review
from leads.pool.rules.giving import give_lead

CLOSES_AS = ("lost", "unreachable", "out_of_area")


@dataclass(frozen=True)
class Decision:
    """What the leader picks. `kind` of leads.models.review.DECISIONS; nurture wants `until`, reassign an `agent`, to_showroom a `consultant` and a
    reason, close an `outcome` of CLOSES_AS and a reason. `has_card`: the showroom had the customer before us (展厅已建卡), which needs no grade."""

    kind: str
    until: datetime | None = None
    agent: User | None = None
    consultant: str = ""
    outcome: str = "lost"
    reason: str = ""
    has_card: bool = False


@transaction.atomic
def review_lead(lead: Lead, *, decision: Decision, by: User, now: datetime) -> Review:
    """Decide what happens with a lead on the leader's list; an open application is confirmed by closing as applied for, else rejected.

    What the showroom has a card of goes back ungraded (展厅已建卡); everything else is decided of a lead that waits for the leader.
    """
    lead = hold_open(lead)
    if lead.review_since is None and not (decision.has_card and decision.kind == "to_showroom"):
        raise Refused(_("%(name)s was decided already.") % {"name": lead.name})
    _check(lead, decision, now=now)
    alone = _answer_proposal(lead, decision, by=by, now=now)
    review = Review(store_id=lead.store_id, lead=lead, by=by, at=now, decision=decision.kind, until=decision.until, agent=decision.agent)
    review.consultant, review.reason = decision.consultant[:40], decision.reason[:120]
    insert(review)
    Lead.objects.filter(pk=lead.pk).update(review_since=None)
    audit.record("lead.review", lead, by=by, now=now, after=decision.kind, **({"alone": True} if alone else {}))  # type: ignore[arg-type]
    DOES[decision.kind](lead, decision, by=by, now=now)
    return review


def _check(lead: Lead, decision: Decision, *, now: datetime) -> None:
    """Refuse a decision that cannot be, and one that lacks what it needs."""
    if sentence := _forbids(lead, decision, now):
        raise Refused(sentence)
    for field, lacks in LACKS[decision.kind].items():
        if sentence := lacks(lead, decision, now):
            raise Refused(sentence, about=field)


def _forbids(lead: Lead, decision: Decision, now: datetime) -> str:
    """Say that nobody may ring: then there is nothing to nurture, and nothing to do for another agent; or that nobody is there to nurture."""
    if decision.kind in {"nurture", "reassign"} and DoNotCall.objects.of_lead(lead).for_good(now).exists():
        return _("%(name)s may not be called: close it, or take the number off the list first.") % {"name": lead.name}
    return _("Nobody has this lead. Give it to an agent first.") if decision.kind == "nurture" and not lead.agent_id else ""


def _lacks_until(_lead: Lead, decision: Decision, now: datetime) -> str:
    return _("Until when? Choose a day ahead.") if decision.until is None or decision.until <= now else ""


def _lacks_agent(lead: Lead, decision: Decision, now: datetime) -> str:
    agent = decision.agent
    if agent is None or "agent" not in agent.roles or agent.store_id != lead.store_id or not agent.is_active:
        return _("Choose an agent.")
    if not there_today(lead.store, "agent", now).filter(pk=agent.pk).exists():
        return _("%(name)s is away today: nothing is given to them.") % {"name": agent.name}
    return _("%(name)s has this lead already. Choose another agent.") % {"name": agent.name} if agent.pk == lead.agent_id else ""


def _lacks_consultant(_lead: Lead, decision: Decision, _now: datetime) -> str:
    return "" if decision.consultant else _("Write the consultant who takes the customer.")


def _lacks_reason(_lead: Lead, decision: Decision, _now: datetime) -> str:
    return "" if decision.reason else _("Say why: a lead is not closed without a reason.")


LACKS: dict[str, dict[str, Callable[[Lead, Decision, datetime], str]]] = {
    "nurture": {"until": _lacks_until},
    "reassign": {"agent": _lacks_agent},
    "to_showroom": {"reason": _lacks_reason, "consultant": _lacks_consultant},
    "close": {"reason": _lacks_reason},
}


def _answer_proposal(lead: Lead, decision: Decision, *, by: User, now: datetime) -> bool:
    """Confirm or reject what is applied for. Return whether somebody had to confirm their own.

    A lost customer is confirmed as lost only once the application was graded: applicant, reason and grade are seen together (docs/rules/domain.md#lost).
    """
    proposal = open_proposal(lead)
    if proposal is None:
        return False
    if decision.kind != "close" or decision.outcome != proposal.kind:
        decide_rejected(proposal, answer=decision.reason, by=by, now=now)
        return False
    if proposal.kind == "lost" and is_fresh(proposal, lead):
        raise Refused(_("The data manager grades this application first."))
    alone = check_not_own(proposal, by=by)
    Proposal.objects.open().filter(pk=proposal.pk).update(decided_at=now, decided_by=by, decision="confirmed", answer=decision.reason[:200])
    audit.record("lead.confirm", lead, by=by, now=now, kind=proposal.kind, alone=alone)
    return alone


def _nurture(lead: Lead, decision: Decision, *, by: User, now: datetime) -> None:
    open_follow_up(lead, kind="nurture", due_at=cast(datetime, decision.until), note=decision.reason, now=now)


def _reassign(lead: Lead, decision: Decision, *, by: User, now: datetime) -> None:
    """Give it to another agent, who owes a call at once: nobody else would put it into their queue."""
    give_lead(lead, agent=cast(User, decision.agent), reason="review", by=by, now=now)
    open_follow_up(lead, kind="callback", due_at=next_opening(lead.store, now), agent=decision.agent, note=decision.reason, now=now)


def _to_showroom(lead: Lead, decision: Decision, *, by: User, now: datetime) -> None:
    _close_or_refuse(lead, outcome="showroom", reason=decision.reason, by=by, now=now)


def _close(lead: Lead, decision: Decision, *, by: User, now: datetime) -> None:
    if decision.outcome not in CLOSES_AS:
        raise Refused(_("A leader closes as lost, out of reach or out of area."))
    _close_or_refuse(lead, outcome=decision.outcome, reason=decision.reason, by=by, now=now)


def _close_or_refuse(lead: Lead, *, outcome: str, reason: str, by: User, now: datetime) -> None:
    if not close_lead(lead, outcome=outcome, reason=reason, by=by, now=now):
        raise Refused(_("%(name)s was decided already.") % {"name": lead.name})


DOES = {"nurture": _nurture, "reassign": _reassign, "to_showroom": _to_showroom, "close": _close}


def obstacle_to(lead: Lead, outcome: str, now: datetime) -> str:
    """Return why a lead may not be closed so, or nothing: what the page says before the leader tries."""
    return next((sentence for obstacle in sockets.closing_obstacles if (sentence := obstacle(lead, outcome, now))), "")
