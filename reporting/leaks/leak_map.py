"""Where leads are being lost now: each open lead in the first gap that holds, whose it is, how long, and what it may cost (docs/rules/measures.md#leaks)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db.models import CharField, QuerySet, Value

from dcc.models import Store, User
from dcc.people.permissions import scopes
from dcc.reckoning.rounding import percent, rounded
from dcc.store.store_settings import value
from leads.models import Lead
from reporting.leaks.gaps import GAPS, Gap
from reporting.leaks.lead_stages import STAGES, Chance, chances, open_by_stage, stage_of

PROFIT = "profit_per_car"  # the setting 单台毛利; 0: nobody has said it
FACTS = ("pk", "name", "agent", "reception", "channel", "stage", "since", "said")


@dataclass(frozen=True)
class Leak:
    """One lead in its gap. `owner`: who is to close it, None in the pool; `since`: from when it leaks, or when the visit is; None: since today."""

    lead: int
    name: str
    agent: int | None
    owner: int | None
    channel: int
    stage: str
    since: datetime | None
    said: str


@dataclass
class Line:
    """One gap: the leads that stand in it first, and how many of it stand in an earlier one. `profit` 0: no money is told."""

    gap: Gap
    chances: dict[str, Chance | None]
    profit: int
    leaks: list[Leak] = field(default_factory=list)
    earlier: int = 0

    @property
    def people(self) -> int:
        """How many leads."""
        return len(self.leaks)

    @property
    def owners(self) -> list[tuple[int | None, int]]:
        """Whose they are and how many each has, the most first."""
        counted = Counter(leak.owner for leak in self.leaks)
        return sorted(counted.items(), key=lambda one: (-one[1], one[0] is None, one[0] or 0))

    @property
    def first(self) -> datetime | None:
        """Since when it has leaked the longest, or when the first visit is."""
        return min((leak.since for leak in self.leaks if leak.since), default=None)

    @property
    def terms(self) -> list[tuple[int, Chance]]:
        """How many leads at which rate, in the order of the stages; who has no rate is in none."""
        counted = Counter(leak.stage for leak in self.leaks)
        return [(counted[stage.name], chance) for stage in STAGES if counted[stage.name] and (chance := self.chances[stage.name])]

    @property
    def loss(self) -> int | None:
        """What it may cost: leads × the rate of their stage × the profit of a car, the exact fraction rounded once; None where profit or rates are unknown."""
        if not self.profit or (self.leaks and not self.terms):
            return None
        return rounded(sum((count * chance.rate for count, chance in self.terms), Fraction(0)) * self.profit)

    @property
    def is_lent(self) -> bool:
        """Whether one of its rates is lent by the stage before."""
        return any(chance.lent for _count, chance in self.terms)

    def loss_of(self, leak: Leak) -> int | None:
        """What one lead may cost."""
        chance = self.chances[leak.stage]
        return rounded(chance.rate * self.profit) if chance and self.profit else None


@dataclass
class LeakMap:
    """All gaps in their order; of the store's open leads, how many stand in each stage. `mine`: only somebody's own, without money.

    `all_owners`, `all_channels`: by whom and what it may be narrowed.
    """

    lines: list[Line]
    stages: dict[str, int]
    chances: dict[str, Chance | None]
    profit: int
    mine: bool = False
    all_owners: set[int] = field(default_factory=set)
    all_channels: set[int] = field(default_factory=set)

    @property
    def people(self) -> int:
        """How many leads leak."""
        return sum(line.people for line in self.lines)

    @property
    def loss(self) -> int | None:
        """The sum of the column."""
        known = [line.loss for line in self.lines]
        return None if None in known else sum(loss for loss in known if loss)

    @property
    def worst(self) -> Line | None:
        """The gap that may cost most, the first of equal ones; None where nothing is told to cost anything."""
        return max((line for line in self.lines if line.loss), key=lambda line: line.loss or 0, default=None)

    @property
    def worst_share(self) -> str:
        """How much of the whole loss is that of the worst gap."""
        return percent(self.worst.loss or 0, self.loss or 0) if self.worst else ""

    @property
    def is_lent(self) -> bool:
        """Whether one of the rates is lent by the stage before."""
        return any(line.is_lent for line in self.lines)

    def line(self, name: str) -> Line | None:
        """Return a gap's line."""
        return next((line for line in self.lines if line.gap.name == name), None)

    def opened(self, name: str) -> Line | None:
        """Return the gap asked for, else the one that may cost most, else the largest; None where nothing leaks."""
        asked = self.line(name)
        if asked is not None:
            return asked
        return self.worst or max(self.lines, key=lambda line: line.people) if self.people else None

    def people_named(self) -> set[int]:
        """Whoever is named on the page."""
        return {person for line in self.lines for leak in line.leaks for person in (leak.agent, leak.owner) if person}


def leak_map(store: Store, *, now: datetime, user: User | None = None, only: dict[str, Any] | None = None) -> LeakMap:
    """Count all gaps: of the store, or of what `user` may see of it. `only`: of one owner (None: the pool) or channel. Four questions, however many leads."""
    mine = user is not None and "all" not in scopes(user, "leak.see")
    leads = _in_hand_of(user) if user and mine else Lead.objects.visible_to(user, now=now, only_open=True) if user else Lead.objects.filter(store=store).open()
    profit = 0 if mine else value(store, PROFIT, now)
    rates = {stage.name: None for stage in STAGES} if mine else chances(store, now)
    lines = {name: Line(gap, rates, profit) for name, gap in GAPS.items()}
    found = LeakMap(list(lines.values()), {} if mine else open_by_stage(leads), rates, profit, mine)
    placed: set[int] = set()
    for name, leak in _leaks(leads, store, now):
        if mine and leak.owner not in _hands(user):
            continue
        found.all_owners |= {leak.owner} if leak.owner else set()
        found.all_channels.add(leak.channel)
        if not _wanted(leak, only or {}):
            continue
        if leak.lead in placed:
            lines[name].earlier += 1
        else:
            placed.add(leak.lead)
            lines[name].leaks.append(leak)
    for line in lines.values():
        line.leaks.sort(key=lambda leak: (leak.since is None, leak.since or now, leak.lead))
    return found


def _in_hand_of(user: User) -> QuerySet[Lead]:
    """Of what they may see, the open leads that are theirs to work now, by the index of each way: by the whole door the database would read every open lead."""
    agents = Lead.objects.open().filter(store=user.own_store, agent__in=[user] if "agent" in user.roles else []).order_by()
    received = Lead.objects.open().filter(store=user.own_store, reception__in=user.hands if "reception" in user.roles else []).order_by()
    return Lead.objects.filter(pk__any_key=agents.values("pk").union(received.values("pk"), all=True))


def _hands(user: User | None) -> set[int]:
    return {user.pk, *user.hands} if user else set()


def _wanted(leak: Leak, only: dict[str, Any]) -> bool:
    return all(getattr(leak, name) == wanted for name, wanted in only.items())


def _leaks(leads: QuerySet[Lead], store: Store, now: datetime) -> Iterable[tuple[str, Leak]]:
    """Yield the leads of each gap, gap by gap in their order. One question."""
    parts = []
    for gap in GAPS.values():
        rows = gap.rows(leads, store, now).annotate(stage=stage_of(), gap=Value(gap.name, output_field=CharField()))
        parts.append(rows.order_by().values_list("gap", *FACTS))
    found: dict[str, list[Leak]] = {name: [] for name in GAPS}
    for name, pk, called, agent, reception, channel, stage, since, said in parts[0].union(*parts[1:], all=True):
        owner = (reception or agent) if GAPS[name].of_reception else agent
        found[name].append(Leak(pk, called, agent, owner, channel, stage, since, said))
    return ((name, leak) for name, leaks in found.items() for leak in leaks)
