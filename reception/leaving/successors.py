"""Who gets what somebody leaves behind, and why: proposed as the pool is given out, without the cap, for what stands open has to go somewhere."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count
from django.utils.translation import gettext as _

from dcc.models import Store, User
from dcc.store.store_settings import values_at
from leads.grading.rules.naming_specialist import in_turn
from leads.models import Lead
from leads.pool.allocation_facts import Desk, desks, make_plan
from reception.leaving.holding import Held

SOON = timedelta(hours=2)
NO_CAP = 10**6


@dataclass
class Taker:
    """Somebody who may take over: how many they hold, how many more they would."""

    person: User
    holds: int = 0
    gets: int = 0

    @property
    def key(self) -> str:
        """What a select holds where they are chosen."""
        return str(self.person.pk)

    @property
    def then(self) -> int:
        """How many they would hold."""
        return self.holds + self.gets


@dataclass
class Proposal:
    """Takers, and by lead who is proposed (None: the pool) and why."""

    takers: list[Taker] = field(default_factory=list)
    given: dict[int, tuple[int | None, str]] = field(default_factory=dict)


def proposed_agents(person: User, rows: Sequence[Held], *, store: Store, now: datetime) -> Proposal:
    """Return which agents take somebody's leads: a returning customer's own first, the rest evenly among those on duty; nobody on duty: the pool."""
    if not rows:
        return Proposal()
    seats = [desk for desk in desks(store, values_at(store, now), now=now) if desk.person.pk != person.pk]
    for desk in seats:
        desk.seat.cap = NO_CAP
    plan = make_plan([row.lead for row in rows], seats, store=store, now=now)
    given = {gift.lead: (gift.agent, _why(plan.words[gift.lead], gift.agent)) for gift in plan.gifts}
    return Proposal([_taker(desk) for desk in seats if not desk.is_away], given)


def proposed_specialists(person: User, rows: Sequence[Held], *, store: Store, now: datetime) -> Proposal:
    """Return which reception specialists take what somebody receives: each in turn, of those on duty, else of all."""
    if not rows:
        return Proposal()
    people = [one for one in in_turn(store, now) if one.pk != person.pk] or [one for one in in_turn(store, now, though_away=True) if one.pk != person.pk]
    counted = Lead.objects.open().filter(store=store, reception__in=people).order_by().values_list("reception").annotate(Count("pk"))
    received = dict(counted)
    takers = [Taker(one, received.get(one.pk, 0)) for one in people]
    proposal = Proposal(takers)
    for number, row in enumerate(rows):
        taker = takers[number % len(takers)] if takers else None
        if taker:
            taker.gets += 1
        proposal.given[row.lead.pk] = (taker.person.pk, _("Their turn")) if taker else (None, _("Nobody is on duty"))
    return proposal


def _taker(desk: Desk) -> Taker:
    return Taker(desk.person, desk.holds, desk.gets)


def _why(words: str, agent: int | None) -> str:
    return words if agent else _("%(why)s: it goes to the pool") % {"why": words}
