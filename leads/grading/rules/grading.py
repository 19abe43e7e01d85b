"""The data manager's judgement and what follows from it by itself (docs/rules/domain.md#grading)."""

from datetime import datetime
from typing import cast

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from dcc.database.one_row import insert, update
from dcc.database.prepared import prepared_change
from dcc.errors import Refused
from dcc.models import User
from dcc.notices.telling import tell
from dcc.store.store_settings import values_at, working_hours
from dcc.trail import audit
from leads import sockets
from leads.customer.rules.following_up import due_after_grading, end_follow_ups, next_opening, open_follow_up
from leads.customer.rules.locking import hold_open
from leads.grading.rules.closing_leads import FOR_THE_LEADER, beyond_reach
from leads.grading.rules.naming_specialist import name_reception, whose_turn
from leads.grading.rules.proposing import decide_rejected, open_proposal
from leads.models import GRADES, FollowUp, Grading, Handover, Lead, Proposal

KEPT_PROPOSALS = {"L": {"lost", "unreachable", "out_of_area"}, "F": {"lost", "unreachable", "out_of_area"}}  # left for the leader, whom the grade calls


def note_contact(lead: Lead, *, at: datetime) -> None:
    """Remember a contact (a connected call, a visit, the end of the retry ladder): ungraded since then, if not since earlier."""
    _note_contact(lead.pk, at)


@prepared_change
def _note_contact(lead, at):
    return Lead.objects.filter(Q(ungraded_since=None) | Q(ungraded_since__gt=at), pk=lead), {"ungraded_since": at}


def write_contact(lead: Lead) -> None:
    """Write since when a lead waits for its grade, from what stands: its first contact since the last grading (docs/rules/domain.md#grading)."""
    since = lead.graded_at
    contacts = [at for told in sockets.contacts for known_at, at in told(lead) if since is None or known_at > since]
    contacts += [lead.unreached_at] if lead.unreached_at else []
    Lead.objects.filter(pk=lead.pk).update(ungraded_since=min(contacts, default=None))


def is_fresh(proposal: Proposal | None, lead: Lead) -> bool:
    """Whether an open application still waits for its grade; graded as low or lost it waits for the leader alone."""
    return proposal is not None and (lead.graded_at is None or lead.graded_at < proposal.at)


@transaction.atomic
def grade_lead(lead: Lead, *, grade: str, note: str = "", only_waiting: bool = False, by: User, now: datetime) -> Lead:
    """Judge a lead. Each judgement is a row; the lead carries the latest; the consequences happen here and now.

    A judgement without contact since the last one undoes it: what that one opened ends. `only_waiting` refuses a lead that does not stand on the
    grading list (any more), so that a key pressed twice grades once.
    """
    if grade not in dict(GRADES):
        raise ValueError(grade)
    lead = hold_open(lead)
    proposal = open_proposal(lead)
    waiting = lead.ungraded_since is not None or is_fresh(proposal, lead)
    if only_waiting and not waiting:
        raise Refused(_("%(name)s is graded already.") % {"name": lead.name})
    if lead.graded_at and not waiting and lead.grade != grade:
        _undo_last(lead, by=by, now=now)
    before = lead.grade
    _write(lead, grade=grade, note=note, by=by, now=now)
    if proposal and proposal.kind not in KEPT_PROPOSALS.get(grade, ()):
        decide_rejected(proposal, answer=note, by=by, now=now)
    CONSEQUENCES[grade](lead, by=by, now=now)
    audit.record("lead.grade", lead, by=by, now=now, before=before, after=grade)
    return lead


def _write(lead: Lead, *, grade: str, note: str, by: User, now: datetime) -> None:
    lead.grade, lead.graded_at, lead.ungraded_since = grade, now, None
    lead.review_since = now if grade in FOR_THE_LEADER else beyond_reach(lead)
    if lead.unreached_at:
        lead.unreached_at, lead.tries = None, 0
    update(lead, "grade", "graded_at", "ungraded_since", "review_since", "unreached_at", "tries")
    insert(Grading(store_id=lead.store_id, lead=lead, grade=grade, note=note[:200], by=by, at=now))


def _undo_last(lead: Lead, *, by: User, now: datetime) -> None:
    """End what the last judgement opened: its follow-up; the reception specialist it named, unless the person has come since."""
    FollowUp.objects.filter(lead=lead, kind__in=("grade", "callback"), created_at=cast(datetime, lead.graded_at), done_at=None).update(
        done_at=now, ended_as="undone"
    )
    handovers = list(Handover.objects.filter(lead=lead).select_related("reception").order_by("-at", "-id")[:2])
    if handovers and handovers[0].at == lead.graded_at and lead.reception_id == handovers[0].reception_id and lead.visited_at is None:
        name_reception(lead, reception=handovers[1].reception if len(handovers) > 1 else None, by=by, now=now)


def _high(lead: Lead, *, by: User, now: datetime) -> None:
    """Name a reception specialist: the one the lead has, else by fair turn among those on duty, else among all; tell them and the agent.

    Where nobody is on duty the leader is told; where there is no specialist at all, the agent goes on calling (docs/rules/domain.md#nobody-stands-nowhere).
    """
    there = lead.reception or whose_turn(lead.store, now)
    reception = there or whose_turn(lead.store, now, though_away=True)
    if reception is not None:
        name_reception(lead, reception=reception, by=by, now=now)
        tell(reception, "lead.high", lead=lead, now=now)
    else:
        _call_on(lead, now=now)
    if there is None:
        for leader in User.objects.of_store(lead.store).employed().with_role("leader"):
            tell(leader, "lead.high_alone", lead=lead, now=now, reception=reception.pk if reception else None)
    if lead.agent is not None:
        tell(lead.agent, "lead.high_agent", lead=lead, now=now, reception=reception.pk if reception else None)


def _call_on(lead: Lead, *, now: datetime) -> None:
    """No store's specialist receives them: whoever has the lead calls at the next opening."""
    end_follow_ups(lead, kinds={"grade"}, ended_as="replaced", now=now)
    if lead.agent_id is not None:
        open_follow_up(lead, kind="callback", due_at=next_opening(lead.store, now), now=now)


def _ordinary(lead: Lead, *, by: User, now: datetime) -> None:
    """Let the agent call again in three calendar days; an earlier follow-up of this kind ends as replaced."""
    values = values_at(lead.store, now)
    due_at = due_after_grading(now, days=values["grade_follow_up_days"], hours=working_hours(lead.store, values))
    end_follow_ups(lead, kinds={"grade"}, ended_as="replaced", now=now)
    open_follow_up(lead, kind="grade", due_at=due_at, now=now)


def _for_the_leader(lead: Lead, *, by: User, now: datetime) -> None:
    """It stands on the leader's list by `review_since`; nobody else has anything to do."""


CONSEQUENCES = {"H": _high, "A": _ordinary, "L": _for_the_leader, "F": _for_the_leader}
