"""The balance in expected visits: what each agent got in 30 days and what was due to them (docs/rules/domain.md#allocation-rules)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from django.db.models import Count, Q

from dcc.models import Store
from dcc.reckoning.clock import range_of
from dcc.reckoning.rounding import percent, rounded
from leads.dealing.agents import Agent, Share
from leads.models import SOURCES, Lead
from leads.pool.given_lately import Given

DAYS = 90
ENOUGH = 30  # leads of a source: with fewer it is expected what all sources brought


@dataclass(frozen=True)
class Rate:
    """How many leads of a source came to the store, of how many."""

    source: str
    came: int
    of: int

    @property
    def text(self) -> str:
        """The rate as it is shown: 8.2% 231/2,817."""
        return f"{percent(self.came, self.of)} {self.came:,}/{self.of:,}"


@dataclass(frozen=True)
class Stand:
    """Where an agent stands: days they were there, visits due and got."""

    days: int
    due: Fraction
    got: Fraction

    @property
    def lean(self) -> Fraction:
        """How many more they got than was due."""
        return self.got - self.due

    @property
    def due_text(self) -> str:
        """What was due, with one decimal."""
        return tenths(self.due)

    @property
    def got_text(self) -> str:
        """What they got, with one decimal."""
        return tenths(self.got)

    @property
    def lean_text(self) -> str:
        """The difference with its sign."""
        return tenths(self.lean, signed=True)


def rates_of(store: Store, today: date) -> list[Rate]:
    """Return how many valid leads of each source, arrived in the 90 days that end today, have come. One question."""
    begins, ends = range_of(today - timedelta(days=DAYS - 1), today, store.zone)
    rows = Lead.objects.filter(store=store, received_at__gte=begins, received_at__lt=ends).unmerged().exclude(closed_as="invalid").order_by()
    counted = rows.values_list("channel__source").annotate(came=Count("pk", filter=Q(visited_at__isnull=False)), of=Count("pk"))
    found = {source: Rate(source, came, of) for source, came, of in counted}
    return [found[source] for source, _label in SOURCES if source in found]


def expected(rates: Sequence[Rate]) -> dict[str, Fraction]:
    """Return how many visits a lead of each source is worth: its own rate, where it had too few leads that of all."""
    came, of = sum(rate.came for rate in rates), sum(rate.of for rate in rates)
    all_of_them = Fraction(came, of) if of else Fraction(0)
    own = {rate.source: Fraction(rate.came, rate.of) for rate in rates if rate.of >= ENOUGH}
    return {source: own.get(source, all_of_them) for source, _label in SOURCES}


def balance(agents: Sequence[Agent], shares: Mapping[int, Share], given: Mapping[int, Given], rates: Sequence[Rate]) -> dict[int, Stand]:
    """Return where each agent stands: due to each is their part, by weight and days there, of what all of them got."""
    worth = expected(rates)
    got = {agent.person.pk: _got(given.get(agent.person.pk), worth) for agent in agents}
    parts = {agent.person.pk: Fraction(shares.get(agent.person.pk, agent.share).weight) * agent.days for agent in agents}
    total, whole = sum(got.values(), Fraction(0)), sum(parts.values(), Fraction(0))
    return {agent.person.pk: Stand(agent.days, total * parts[agent.person.pk] / whole if whole else Fraction(0), got[agent.person.pk]) for agent in agents}


def _got(given: Given | None, worth: Mapping[str, Fraction]) -> Fraction:
    return sum((count * worth[source] for source, count in given.month.items()), Fraction(0)) if given else Fraction(0)


def tenths(value: Fraction, *, signed: bool = False) -> str:
    """Return a number with one decimal: 24.2, of a difference +0.9 or −0.7."""
    number = rounded(abs(value) * 10)
    sign = ("+" if value > 0 else "−") if signed and number else ""
    return f"{sign}{number // 10}.{number % 10}"
