"""What the allocation plan must know: the agents as they sit today, the leads that wait, who knew whom. A fixed number of queries."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from dcc.database.bulk import chunked
from dcc.models import Absence, Store, User
from dcc.reckoning.clock import day_of
from leads import sockets
from leads.dealing.agents import Agent, Share, agents_of
from leads.dealing.in_force import Rules, rules_at
from leads.models import Allocation, Lead
from leads.models.querysets.lead import past_limit
from leads.pool.allocation_plan import Gift, Seat, Waiting, plan
from leads.pool.allocation_words import returning_in_words, why_in_plan
from leads.pool.given_lately import Given, given_lately
from leads.pool.owed import owed_to

Known = tuple[str | None, int]  # a number, and an agent who had it


@dataclass
class Desk:
    """An agent on the allocation page: who, the seat the plan reckons with, what they hold, how many are untouched past the limit, until when they are away.

    `due`: where the mark of their due share of today stands, as a part of their cap.
    """

    person: User
    seat: Seat
    share: Share = field(default_factory=Share)
    holds: int = 0
    late: int = 0
    away_until: date | None = None
    gets: int = 0
    due: float | None = None
    is_away: bool = False  # all day; who is neither that nor on duty works at another hour
    is_newcomer: bool = False  # they came within 30 days

    @property
    def ruled(self) -> int:
        """How many they were given today by lines, which is what their cap holds for, without what a plan would give."""
        return self.seat.ruled - self.gets


@dataclass
class Plan:
    """A plan with its words: gifts by lead, since when the lines stand that made it, and how many each of them decided."""

    gifts: list[Gift] = field(default_factory=list)
    words: dict[int, str] = field(default_factory=dict)
    rules: Rules = field(default_factory=Rules)

    @property
    def lines(self) -> list[list]:
        """The gifts as (lead, agent, reason, line), as the page sends them back."""
        return [[gift.lead, gift.agent, gift.reason, gift.line] for gift in self.gifts]

    @property
    def stuck(self) -> list[Gift]:
        """The gifts that give nothing."""
        return [gift for gift in self.gifts if gift.agent is None]

    @property
    def gives(self) -> int:
        """How many leads it gives to somebody."""
        return len(self.gifts) - len(self.stuck)

    @property
    def counts(self) -> Counter:
        """How many leads each line decided, by its place."""
        return Counter(gift.line for gift in self.gifts if gift.line)


def desks(store: Store, values: dict[str, Any], *, now: datetime) -> list[Desk]:
    """Return the agents of a store as they stand now, those on duty first, by username: a fixed number of questions, however many leads."""
    today = day_of(now, store.zone)
    agents = agents_of(store, values, at=now, now=now)
    held, given, away, owed = _held(store, now), given_lately(store, now), _away(agents, today), owed_to(store, agents, today)
    found = []
    for agent in agents:
        seat = seat_of(agent, given.get(agent.person.pk) or Given(), store=store, day=today)
        seat.owed = owed.get(agent.person.pk, 0)
        counts = held.get(agent.person.pk, (0, 0))
        facts = {"is_away": agent.is_away, "is_newcomer": agent.is_newcomer}
        found.append(Desk(agent.person, seat, agent.share, *counts, away.get(agent.person.pk), **facts))
    return sorted(found, key=lambda desk: not desk.seat.on_duty)


def seat_of(agent: Agent, given: Given, *, store: Store, day: date) -> Seat:
    """Return an agent as the plan sees them on a day."""
    lot = sha256(f"{store.code} {day.isoformat()} {agent.person.username}".encode()).hexdigest()
    return Seat(agent.person.pk, agent.is_on_duty, agent.share.cap, agent.share.weight, given.today.copy(), given.month.total(), agent.days, lot)


def _held(store: Store, now: datetime) -> dict[int, tuple[int, int]]:
    """Return how many leads each has, and how many of them are untouched past the limit."""
    late = Count("pk", filter=past_limit(now))
    rows = Lead.objects.in_hand().filter(store=store).order_by().values_list("agent").annotate(held=Count("pk"), late=late)
    return {agent: (held, untouched) for agent, held, untouched in rows}


def _away(agents: Sequence[Agent], today: date) -> dict[int, date]:
    """Return the last day of each absence that covers today."""
    until: dict[int, date] = {}
    gone = [agent.person.pk for agent in agents if agent.is_away]
    for user, day in Absence.objects.filter(user__in=gone, day__gte=today).order_by("day").values_list("user", "day"):
        if day == until.get(user, today - timedelta(days=1)) + timedelta(days=1):
            until[user] = day
    return until


def make_plan(leads: Sequence[Lead], seats: Iterable[Desk], *, store: Store, now: datetime, rules: Rules | None = None) -> Plan:
    """Decide who gets these leads, in their order, and say why: by the lines that stand, or by others. The desks count what they get."""
    rules = rules or rules_at(store, now)
    desks_by_pk = {desk.person.pk: desk for desk in seats}
    waiting, last_at = waiting_of(leads, store=store)
    made = Plan(plan(waiting, rules.lines, [desk.seat for desk in desks_by_pk.values()]), rules=rules)
    by_pk = {lead.pk: lead for lead in leads}
    for gift in made.gifts:
        made.words[gift.lead] = _words(gift, by_pk[gift.lead], last_at, now)
        if gift.agent:
            desks_by_pk[gift.agent].gets += 1
    return made


def _words(gift: Gift, lead: Lead, last_at: dict[Known, datetime], now: datetime) -> str:
    if gift.reason == "returning" and gift.agent:
        return returning_in_words(last_at[lead.phone, gift.agent], now)
    return why_in_plan(gift.reason, lead.channel.source)


def waiting_of(leads: Sequence[Lead], *, store: Store) -> tuple[list[Waiting], dict[Known, datetime]]:
    """Return leads as the plan sees them, and until when each agent had a number. The channel comes with them."""
    known, last_at = _knew(leads, store)
    taken, claimed = _taken_from(leads), _claimed([lead for lead in leads if lead.agent_id is None])  # whose they are is decided of those in hand
    return [_waiting(lead, known.get(lead.phone, ()), taken.get(lead.pk), store, claimed=lead.pk in claimed) for lead in leads], last_at


def _waiting(lead: Lead, known_by: tuple[int, ...], taken_from: int | None, store: Store, *, claimed: bool) -> Waiting:
    arrived = lead.received_at.astimezone(store.zone).time()
    return Waiting(lead.pk, lead.channel.source, known_by, taken_from, lead.channel_id, lead.model, arrived, claimed)


def _claimed(leads: Sequence[Lead]) -> set[int]:
    """Return those that stay until the leader has decided whose they are."""
    pks = [lead.pk for lead in leads]
    return {pk for some in chunked(pks) for claimed in sockets.claimed_leads for pk in claimed(some)}


def knowers(leads: Sequence[Lead], store: Store, *, before: datetime | None = None) -> dict[str | None, tuple[int, ...]]:
    """Return for each number the agents of its earlier cycles, the latest first: all that ended, or had by a moment."""
    return _knew(leads, store, before=before)[0]


def _knew(leads: Sequence[Lead], store: Store, *, before: datetime | None = None) -> tuple[dict[str | None, tuple[int, ...]], dict[Known, datetime]]:
    """The same, and until when each agent had each number."""
    known, last_at = defaultdict(list), {}
    ended = Q(closed_at__lt=before) if before else Q(closed_at__isnull=False)
    for some in chunked([lead.phone for lead in leads if lead.phone]):
        cycles = Lead.objects.filter(ended, store=store, phone__any_of=list(some)).unmerged().order_by("-closed_at", "-id")
        for phone, agent, closed_at in cycles.annotate(knew=Coalesce("closed_agent", "agent")).values_list("phone", "knew", "closed_at"):
            if agent and agent not in known[phone]:
                known[phone].append(agent)
                last_at[phone, agent] = closed_at
    return {phone: tuple(agents) for phone, agents in known.items()}, last_at


def _taken_from(leads: Sequence[Lead]) -> dict[int, int]:
    """Return for leads that came back to the pool whose they were."""
    taken = {}
    for some in chunked([lead.pk for lead in leads if lead.allocated_at]):
        rows = Allocation.objects.filter(lead__in=some, agent=None).exclude(reason="undo").order_by("at", "id")
        taken.update(rows.values_list("lead", "previous"))
    return taken
