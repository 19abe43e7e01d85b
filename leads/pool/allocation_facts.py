"""What the allocation plan must know: the agents as they sit today, the leads that wait, who knew whom. A fixed number of queries."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from dcc.database.bulk import chunked
from dcc.models import Absence, Store, User
from dcc.reckoning.clock import day_of, day_range
from leads.models import Allocation, Lead
from leads.models.querysets.lead import past_limit
from leads.pool.allocation_plan import Gift, Seat, Waiting, plan
from leads.pool.allocation_words import in_words, returning_in_words


@dataclass
class Desk:
    """An agent on the allocation page: who, the seat the plan reckons with, how many are untouched past the limit, until when they are away."""

    person: User
    seat: Seat
    late: int = 0
    away_until: date | None = None
    gets: int = 0
    is_away: bool = False  # all day; who is neither that nor on duty works at another hour

    @property
    def holds(self) -> int:
        """How many open leads they hold now, without what a plan would give."""
        return self.seat.held - self.gets

    @property
    def had(self) -> int:
        """How many they were given today, without what a plan would give."""
        return self.seat.today - self.gets


@dataclass
class Plan:
    """A plan with its words: gifts by lead, and how many each rule decided."""

    gifts: list[Gift] = field(default_factory=list)
    words: dict[int, str] = field(default_factory=dict)

    @property
    def lines(self) -> list[list]:
        """The gifts as (lead, agent, reason), as the page sends them back."""
        return [[gift.lead, gift.agent, gift.reason] for gift in self.gifts]

    @property
    def stuck(self) -> list[Gift]:
        """The gifts that give nothing."""
        return [gift for gift in self.gifts if gift.agent is None]

    @property
    def counts(self) -> Counter:
        """How many leads each reason decided."""
        return Counter(gift.reason for gift in self.gifts)


def desks(store: Store, values: dict[str, Any], *, now: datetime) -> list[Desk]:
    """Return the agents of a store as they stand now, those on duty first, by username: five queries, however many leads."""
    today = day_of(now, store.zone)
    people = list(User.objects.of_store(store).employed().with_role("agent").with_duty(now, store.zone).annotate(given_at=_last_given(store, now)))
    held = _held(store, now)
    given, sources = _given(store, now)
    away = _away(people, today)
    found = []
    for person in people:
        open_leads, late = held.get(person.pk, (0, 0))
        seat = Seat(person.pk, person.is_on_duty, open_leads, given[person.pk], values["daily_cap"], person.given_at, sources[person.pk])
        seat.username = person.username
        found.append(Desk(person, seat, late, away.get(person.pk), is_away=person.is_away))
    return sorted(found, key=lambda desk: not desk.seat.on_duty)


def _held(store: Store, now: datetime) -> dict[int, tuple[int, int]]:
    late = Count("pk", filter=past_limit(now))
    rows = Lead.objects.in_hand().filter(store=store).order_by().values_list("agent").annotate(held=Count("pk"), late=late)
    return {agent: (held, untouched) for agent, held, untouched in rows}


def _last_given(store: Store, now: datetime) -> Subquery:
    """When an agent got their last lead, within a month."""
    recent = Allocation.objects.filter(store=store, agent=OuterRef("pk"), at__gte=now - timedelta(days=31)).order_by("-at")
    return Subquery(recent.values("at")[:1])


def _given(store: Store, now: datetime) -> tuple[Counter, dict[int, Counter]]:
    """Return what each agent was given today (less what was undone), and the same by source."""
    begins, ends = day_range(day_of(now, store.zone), store.zone)
    today = Allocation.objects.filter(store=store, at__gte=begins, at__lt=ends)
    total, sources = Counter(), defaultdict(Counter)
    for agent, source, count in today.exclude(agent=None).exclude(reason="undo").order_by().values_list("agent", "lead__channel__source").annotate(Count("pk")):
        total[agent] += count
        sources[agent][source] += count
    for agent, source, count in today.filter(reason="undo").order_by().values_list("previous", "lead__channel__source").annotate(Count("pk")):
        total[agent] -= count
        sources[agent][source] -= count
    return total, sources


def _away(people: Sequence[User], today: date) -> dict[int, date]:
    """Return the last day of each absence that covers today."""
    until: dict[int, date] = {}
    gone = [person.pk for person in people if person.is_away]
    for user, day in Absence.objects.filter(user__in=gone, day__gte=today).order_by("day").values_list("user", "day"):
        if day == until.get(user, today - timedelta(days=1)) + timedelta(days=1):
            until[user] = day
    return until


def make_plan(leads: Sequence[Lead], seats: Iterable[Desk], *, store: Store, now: datetime) -> Plan:
    """Decide who gets these leads, in their order, and say why. The desks count what they get."""
    desks_by_pk = {desk.person.pk: desk for desk in seats}
    known, last_at = _knowers(leads, store)
    taken = _taken_from(leads)
    waiting = [Waiting(lead.pk, lead.channel.source, known.get(lead.phone, ()), taken.get(lead.pk)) for lead in leads]
    made = Plan(plan(waiting, [desk.seat for desk in desks_by_pk.values()]))
    phones = {lead.pk: lead.phone for lead in leads}
    for gift in made.gifts:
        made.words[gift.lead] = returning_in_words(last_at[phones[gift.lead], gift.agent], now) if gift.reason == "returning" else in_words(gift.reason)
        if gift.agent:
            desks_by_pk[gift.agent].gets += 1
    return made


def _knowers(leads: Sequence[Lead], store: Store) -> tuple[dict[str, tuple[int, ...]], dict[tuple[str, int], datetime]]:
    """Return for each number the agents of its earlier cycles, the latest first, and until when each had it."""
    known, last_at = defaultdict(list), {}
    for some in chunked([lead.phone for lead in leads if lead.phone]):
        cycles = Lead.objects.filter(store=store, phone__any_of=list(some), closed_at__isnull=False).unmerged().order_by("-closed_at", "-id")
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
