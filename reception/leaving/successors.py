"""Who gets what somebody leaves behind, and why: proposed as the pool is given out, without the cap, for what stands open has to go somewhere.

What is due within two hours goes to who is on duty at the moment, the rest to all who work today (docs/rules/domain.md#leaving).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from django.core.cache import cache
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dcc.models import Store, User
from dcc.reckoning.clock import day_of
from dcc.store.store_settings import values_at
from leads.dealing.balance import Rate, expected, rates_of
from leads.dealing.in_force import rules_at
from leads.grading.rules.naming_specialist import in_turn
from leads.models import Lead
from leads.pool.allocation_facts import Desk, desks, make_plan
from leads.pool.allocation_words import in_words
from reception.leaving.holding import Held

SOON = timedelta(hours=2)
NO_CAP = 10**6
AT_ONCE = gettext_lazy("Wanted at once: to who is on duty")
TURN = gettext_lazy("Their turn")


@dataclass
class Taker:
    """Somebody who may take over: how many they hold, how many more they would."""

    person: User
    holds: int = 0
    gets: int = 0
    is_later: bool = False  # works today, not at this moment

    @property
    def key(self) -> str:
        """What a select holds where they are chosen."""
        return str(self.person.pk)

    @property
    def then(self) -> int:
        """How many they would hold."""
        return self.holds + self.gets


@dataclass(frozen=True)
class Offer:
    """Who is to take a lead (None: the pool), why, by which rule in short, and how many visits it is worth."""

    taker: int | None
    why: str
    rule: str
    worth: Fraction = Fraction(0)


@dataclass
class Proposal:
    """Takers, and by lead what is offered."""

    takers: list[Taker] = field(default_factory=list)
    given: dict[int, Offer] = field(default_factory=dict)


def proposed_agents(person: User, rows: Sequence[Held], *, store: Store, now: datetime) -> Proposal:
    """Return which agents take somebody's leads, by the lines that stand; where nobody works today: the pool."""
    if not rows:
        return Proposal()
    seats = [desk for desk in desks(store, values_at(store, now), now=now) if desk.person.pk != person.pk]
    later = {desk.person.pk for desk in seats if not desk.seat.on_duty}
    for desk in seats:
        desk.seat.cap = NO_CAP
    worth, how = expected(_rates(store, day_of(now, store.zone))), {"store": store, "now": now, "rules": rules_at(store, now)}
    soon = [row for row in rows if _is_soon(row, now)] if len(later) < len(seats) else []
    given = _offers(soon, seats, worth, how, at_once=True)
    for desk in seats:
        desk.seat.on_duty = not desk.is_away
    given |= _offers([row for row in rows if row.lead.pk not in given], seats, worth, how)
    return Proposal([Taker(desk.person, desk.holds, desk.gets, desk.person.pk in later) for desk in seats if not desk.is_away], given)


def _rates(store: Store, today: date) -> list[Rate]:
    """What a lead is worth by the last ninety days: it may be a minute old."""
    return cache.get_or_set(f"rates-{store.pk}-{today}", lambda: rates_of(store, today), 60)


def _is_soon(row: Held, now: datetime) -> bool:
    """Whether somebody has to do something for a lead within two hours: what is owed, a visit, a first call, a missed one."""
    return row.lead.missed_at is not None or row.lead.first_call_at is None or (row.next_at is not None and row.next_at <= now + SOON)


def _offers(rows: Sequence[Held], seats: Sequence[Desk], worth: Mapping, how: Mapping[str, Any], *, at_once: bool = False) -> dict[int, Offer]:
    """Deal leads out by the lines. `how`: what a plan is made with; `at_once`: for a reason of its own where no other holds."""
    if not rows:
        return {}
    plan = make_plan([row.lead for row in rows], seats, **how)
    sources = {row.lead.pk: row.lead.channel.source for row in rows}
    found = {}
    for gift in plan.gifts:
        turn = at_once and gift.reason in {"even", "again", "made_up"}
        why, rule = (str(AT_ONCE),) * 2 if turn else (plan.words[gift.lead], in_words(gift.reason))
        found[gift.lead] = Offer(gift.agent, _why(why, gift.agent), rule, worth[sources[gift.lead]])
    return found


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
        why = str(TURN) if taker else _("Nobody is on duty")
        proposal.given[row.lead.pk] = Offer(taker.person.pk if taker else None, why, why)
    return proposal


def _why(words: str, agent: int | None) -> str:
    return words if agent else _("%(why)s: it goes to the pool") % {"why": words}
