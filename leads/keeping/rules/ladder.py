"""The ladder of untouched leads: the leader is told, then the lead goes back to the pool (docs/rules/domain.md#untouched-leads)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce, Greatest

from dcc.models import Store, User
from dcc.notices.telling import tell
from dcc.reckoning.clock import day_of
from dcc.roster.duty_hours import DutyHours
from dcc.roster.spans import moment_after
from dcc.store.store_settings import hours_lived, values_at
from leads.keeping.untouched import untouched
from leads.models import Allocation, Lead
from leads.pool.allocation_words import RECLAIMED
from leads.pool.rules.allocating import Move, allocate


@dataclass(frozen=True)
class Rung:
    """What falls on a lead: at this moment the leader is told of it, or it is taken back."""

    at: datetime
    lead: Any


def climb(store: Store, *, until: datetime, now: datetime) -> int:
    """Tell the leader of, and take back, what is due before a moment or at it. Return how many were taken back. Part of a verb."""
    values = values_at(store, until)
    leads = [lead for lead in _waiting(store, now) if lead.since < until]
    if not leads or not (values["ladder_tell_minutes"] or values["ladder_reclaim_minutes"]):
        return 0
    first = day_of(min(lead.since for lead in leads), store.zone)
    duty = DutyHours(store, {lead.agent_id for lead in leads}, first, day_of(until, store.zone), hours=hours_lived(store, until))
    told, taken = values["ladder_tell_minutes"], values["ladder_tell_minutes"] + values["ladder_reclaim_minutes"]
    if told:
        _tell(store, [rung for rung in _rungs(leads, told, duty, store) if rung.at <= until and not rung.lead.is_told])
    if not values["ladder_reclaim_minutes"]:
        return 0
    again = [lead for lead in leads if not lead.was_reclaimed]
    return _take_back(store, [rung for rung in _rungs(again, taken, duty, store) if rung.at <= until])


def _waiting(store: Store, now: datetime) -> list[Any]:
    """The untouched leads past their limit that may be called, each with `since`, and how far up the ladder it is."""
    reclaimed = Allocation.objects.filter(lead=OuterRef("pk"), reason=RECLAIMED)
    leads = untouched(now).past_limit(now).filter(store=store).annotate(was_reclaimed=Exists(reclaimed))
    leads = leads.annotate(since=Greatest("respond_by", Coalesce("allocated_at", "respond_by"))).order_by("pk").select_for_update(of=("self",))
    found = []
    for lead in leads:
        lead.is_told = lead.late_told_at is not None and lead.late_told_at >= lead.since
        if not (lead.is_told and lead.was_reclaimed):
            found.append(lead)
    return found


def _rungs(leads: Iterable[Any], minutes: int, duty: DutyHours, store: Store) -> list[Rung]:
    moments = ((moment_after(lead.since, minutes, duty.spans(lead.agent_id, day_of(lead.since, store.zone))), lead) for lead in leads)
    return [Rung(at, lead) for at, lead in moments if at is not None]


def _tell(store: Store, rungs: list[Rung]) -> None:
    """Tell the leaders once of all that one agent has not begun at a moment."""
    together: dict[tuple[datetime, int], list[Any]] = defaultdict(list)
    for rung in rungs:
        Lead.objects.filter(pk=rung.lead.pk).update(late_told_at=rung.at)
        together[rung.at, rung.lead.agent_id].append(rung.lead)
    leaders = list(User.objects.of_store(store).employed().with_role("leader")) if together else []
    for (at, agent), leads in sorted(together.items(), key=lambda each: (each[0][0], each[1][0].pk)):
        for leader in leaders:
            tell(leader, "lead.late", lead=leads[0] if len(leads) == 1 else None, now=at, agent=agent, count=len(leads))


def _take_back(store: Store, rungs: list[Rung]) -> int:
    by_moment: dict[datetime, list[Move]] = defaultdict(list)
    for rung in rungs:
        by_moment[rung.at].append(Move(rung.lead.pk, None, RECLAIMED, was=rung.lead.agent_id))
    return sum(len(allocate(store, moves, by=None, now=at).given) for at, moves in sorted(by_moment.items()))
