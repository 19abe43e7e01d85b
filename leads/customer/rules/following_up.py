"""What is owed to a lead: opened, ended, moved along with the lead."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from dcc.database.bulk import chunked
from dcc.database.one_row import insert
from dcc.database.prepared import prepared_change
from dcc.errors import Refused
from dcc.models import Store, User
from dcc.reckoning.clock import WorkingHours
from dcc.store.store_settings import values_at, working_hours
from leads.models import FollowUp, Lead

HALF_A_YEAR = timedelta(days=183)
LONGEST = {"retry": timedelta(days=30)}  # by kind of follow-up: who was not reached is no promise


def open_follow_up(lead: Lead, *, kind: str, due_at: datetime, agent: User | None = None, note: str = "", now: datetime) -> FollowUp:
    """Owe a lead something; an earlier open one of the same kind and person ends as replaced.

    `agent` None: whoever has the lead; nobody, where it lies in the pool, until it is given to somebody. Part of a verb that is on the trail itself.
    Refused too far ahead: what is due in years stands on no list meanwhile.
    """
    longest = LONGEST.get(kind, HALF_A_YEAR)
    if due_at - now > longest:
        raise Refused(_("The next step lies at most %(days)d days ahead. Choose an earlier day.") % {"days": longest.days})
    owes = agent.pk if agent else lead.agent_id
    if owes is None:
        FollowUp.objects.filter(lead=lead, kind=kind, agent=None, done_at=None).update(done_at=now, ended_as="replaced")
    else:
        _replace(lead.pk, kind, owes, now)
    return insert(FollowUp(store_id=lead.store_id, lead=lead, agent_id=owes, kind=kind, created_at=now, due_at=due_at, note=note[:200]))


@prepared_change
def _replace(lead, kind, agent, now):
    return FollowUp.objects.filter(lead=lead, kind=kind, agent=agent, done_at=None), {"done_at": now, "ended_as": "replaced"}


def end_follow_ups(lead: Lead, *, ended_as: str, now: datetime, kinds: Collection[str] | None = None, agent: User | None = None) -> int:
    """End what is owed to a lead: everything, or some kinds, or what one person owes. Return how many."""
    if agent is not None:
        owed = FollowUp.objects.filter(lead=lead, done_at=None, agent=agent)
        return (owed if kinds is None else owed.filter(kind__in=kinds)).update(done_at=now, ended_as=ended_as)
    return _end(lead.pk, now, ended_as) if kinds is None else _end_some(lead.pk, list(kinds), now, ended_as)


@prepared_change
def _end(lead, now, ended_as):
    return FollowUp.objects.filter(lead=lead, done_at=None), {"done_at": now, "ended_as": ended_as}


@prepared_change
def _end_some(lead, kinds, now, ended_as):
    return FollowUp.objects.filter(lead=lead, done_at=None, kind__any_of=kinds), {"done_at": now, "ended_as": ended_as}


def lose_number(lead: Lead, *, now: datetime) -> None:
    """Let a lead whose only number is gone wait for the leader, ungraded as it is: what is owed to it cannot be done any more.

    See docs/rules/domain.md#nobody-stands-nowhere.
    """
    if lead.second_phone:
        return
    end_follow_ups(lead, ended_as="no_number", now=now)
    Lead.objects.filter(pk=lead.pk).update(review_since=Coalesce(F("review_since"), F("last_call_at"), now))


def owe_again(lead: Lead, ended_at: datetime, *, ended_as: Collection[str]) -> None:
    """Let run again what a deed of this moment had ended in one of these ways, where the deed is taken back. Part of a verb."""
    ended = FollowUp.objects.filter(lead=lead, done_at=ended_at, ended_as__in=ended_as, created_at__lt=ended_at)
    ended.update(done_at=None, ended_as="")


def whose_duties(lead: Lead, by: User | None) -> User | None:
    """Return whose follow-ups a deed answers and opens: the reception specialist's own, else the agent's, whoever covers for them.

    Whoever stands in for the specialist answers and opens what is the specialist's.
    """
    if by is not None and lead.reception_id in by.stood_in_for:
        return lead.reception
    return by if by is not None and by.pk == lead.reception_id and by.pk != lead.agent_id else lead.agent


def move_follow_ups(lead_ids: Sequence[int], *, agent: User | None) -> int:
    """Let the promises move along with their leads (docs/rules/domain.md#leaving); what the reception specialist owes stays theirs."""
    moved = 0
    for part in chunked(lead_ids):
        owed = FollowUp.objects.filter(lead_id__in=part, done_at=None).values_list("pk", "agent_id", "lead__reception_id")
        pks = [pk for pk, owes, reception in owed if owes is None or owes != reception]
        for some in chunked(pks):
            moved += FollowUp.objects.filter(pk__in=some).update(agent=agent)
    return moved


def pass_on_duties(lead_id: int, *, former: int | None, reception: int | None) -> int:
    """Let what a former reception specialist owes a lead be owed by the one who receives it now, else by its agent. Return how many.

    A former one who is the lead's agent as well keeps it: they still have the lead.
    """
    agent = Lead.objects.values_list("agent", flat=True).get(pk=lead_id)
    if former is None or former in {reception, agent}:
        return 0
    return FollowUp.objects.filter(lead_id=lead_id, agent_id=former, done_at=None).update(agent_id=reception or agent)


def due_after_grading(moment: datetime, *, days: int, hours: WorkingHours) -> datetime:
    """When an ordinary lead is called again: so many calendar days later at the same time of day, or at the next opening.

    Holidays do not move it, nor do other follow-ups (docs/rules/domain.md#grading).
    """
    local = moment.astimezone(hours.zone) + timedelta(days=days)  # the same time on the clock, whatever the zone does meanwhile
    every_day = WorkingHours(opens=hours.opens, closes=hours.closes, zone=hours.zone, holidays=False)
    return every_day.next_opening(local)


def next_opening(store: Store, now: datetime, values: dict[str, Any] | None = None) -> datetime:
    """Return now, if the store is open, else its next opening."""
    return working_hours(store, values or values_at(store, now)).next_opening(now)
