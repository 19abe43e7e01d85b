"""What a person's month pays by the rules of their post: event by event, step by step, in exact fractions (docs/rules/domain.md#rewards).

Pure: rules, events, counts and goals go in, lines and sums come out. A sum is rounded once, half up to the cent; so is each step on the way, and since the
factor alone leaves whole cents, the steps as shown add up to the sum.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from dcc.reckoning.rounding import rounded

EVENT, TIER, FACTOR, GOAL, ALL_GOALS, MODEL, TRANSFER, DEDUCTION = "event", "tier", "factor", "goal", "all_goals", "model", "transfer", "deduction"
KINDS = (EVENT, TIER, FACTOR, GOAL, ALL_GOALS, MODEL, TRANSFER, DEDUCTION)
DEALS, LATE = "deals", "late"
CENT = 100


@dataclass(frozen=True)
class Rule:
    """One rule, valid from its first day to its last, both included.

    A tier holds while over ÷ under lies in [`least`, `below`); a factor is deals ÷ goal, at most `cap`; a model's holds for deals of `model`.
    """

    kind: str
    first: date
    last: date | None = None
    measure: str = ""
    amount: Decimal = Decimal()
    over: str = ""
    under: str = ""
    least: Fraction = Fraction()
    below: Fraction | None = None
    cap: Fraction | None = None
    model: str = ""
    key: int = 0

    def holds_on(self, day: date) -> bool:
        """Whether it is valid on a day."""
        return self.first <= day and (self.last is None or day <= self.last)

    def holds_at(self, counts: Mapping[str, int]) -> bool:
        """Whether the rate of a month lies within a tier; nothing over nothing lies in none."""
        under = counts.get(self.under, 0)
        if not under:
            return False
        rate = Fraction(counts.get(self.over, 0), under)
        return self.least <= rate and (self.below is None or rate < self.below)


@dataclass(frozen=True)
class Event:
    """Something that is paid, or deducted: on which day of the store, `key` names its row. `unpaid`: why it counts and pays nothing."""

    measure: str
    day: date
    key: int = 0
    model: str = ""
    is_transferred: bool = False  # and ticked
    unpaid: str = ""


@dataclass(frozen=True)
class Month:
    """What one person did in one month in one post: `counts` as the figures count them, `goals` as they were set, a goal of nothing left out."""

    last: date
    events: Sequence[Event] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    goals: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """One event with what it pays: `parts` by the rules that hold, in their order."""

    event: Event
    parts: tuple[tuple[Rule, Decimal], ...]

    @property
    def amount(self) -> Decimal:
        """What it pays before the factor."""
        return sum((amount for _rule, amount in self.parts), Decimal())


@dataclass(frozen=True)
class Step:
    """One step of the ladder: so many of something, what that comes to, and the sum up to here. `exact` is the step before rounding."""

    kind: str
    measure: str
    count: int
    exact: Fraction
    so_far: Fraction
    lines: tuple[Line, ...] = ()

    @property
    def amount(self) -> Decimal:
        """The step in yuan: the sum with it less the sum without, as both are shown."""
        return in_cents(self.so_far) - in_cents(self.so_far - self.exact)

    @property
    def running(self) -> Decimal:
        """The sum up to here, in yuan."""
        return in_cents(self.so_far)


@dataclass(frozen=True)
class Sheet:
    """A month of one person, reckoned."""

    steps: tuple[Step, ...]
    factor: Fraction
    has_factor: bool  # whether a rule of the post asks for it
    has_goal: bool  # without a goal the factor is 1
    reached: tuple[str, ...]
    missed: tuple[str, ...]
    unpaid: tuple[Event, ...]

    @property
    def exact(self) -> Fraction:
        """The sum before rounding."""
        return self.steps[-1].so_far if self.steps else Fraction()

    @property
    def total(self) -> Decimal:
        """The sum in yuan."""
        return in_cents(self.exact)

    def of(self, kind: str) -> Decimal:
        """What all steps of a kind come to; those of events without their tiers."""
        if kind in (EVENT, TIER):
            kinds = (line_rule for step in self.steps if step.kind == EVENT for line in step.lines for line_rule in line.parts)
            return sum((amount for rule, amount in kinds if rule.kind == kind), Decimal())
        return sum((step.amount for step in self.steps if step.kind == kind), Decimal())


def in_cents(value: Fraction) -> Decimal:
    """Return a sum in yuan, rounded half up to the cent."""
    return Decimal(rounded(value * CENT)) / CENT


def reckon(rules: Iterable[Rule], month: Month) -> Sheet:
    """Return the sheet of a month: events with their tiers, the factor on these alone, goals, models, transferred cards, deductions."""
    of_kind: dict[str, list[Rule]] = defaultdict(list)
    for rule in sorted(rules, key=lambda rule: (rule.first, rule.key)):
        of_kind[rule.kind].append(rule)
    paid = [event for event in month.events if not event.unpaid]
    ladder = _Ladder()
    for measure in dict.fromkeys(rule.measure for rule in of_kind[EVENT]):
        lines = [line for event in paid if event.measure == measure and (line := _of_event(event, of_kind, month.counts))]
        ladder.add(EVENT, measure, lines)
    factor, has_goal = _factor(_last_valid(of_kind[FACTOR], month.last), month)
    if _last_valid(of_kind[FACTOR], month.last):
        ladder.step(FACTOR, DEALS, 1, ladder.so_far * (factor - 1))
    reached = tuple(name for name, goal in month.goals.items() if month.counts.get(name, 0) >= goal)
    missed = tuple(name for name in month.goals if name not in reached)
    _goals(ladder, of_kind, month.last, reached, missed)
    for kind, measure in ((MODEL, DEALS), (TRANSFER, DEALS), (DEDUCTION, LATE)):
        lines = [line for event in paid if event.measure == measure and (line := _by_kind(event, of_kind[kind]))]
        if of_kind[kind]:
            ladder.add(kind, measure, lines)
    unpaid = tuple(event for event in month.events if event.unpaid and _is_asked(event, of_kind))
    return Sheet(tuple(ladder.steps), factor, bool(_last_valid(of_kind[FACTOR], month.last)), has_goal, reached, missed, unpaid)


class _Ladder:
    """The steps so far."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.so_far = Fraction()

    def add(self, kind: str, measure: str, lines: list[Line]) -> None:
        """Add what some lines come to."""
        self.step(kind, measure, len(lines), Fraction(sum((line.amount for line in lines), Decimal())), lines)

    def step(self, kind: str, measure: str, count: int, exact: Fraction, lines: Iterable[Line] = ()) -> None:
        """Add a step."""
        self.so_far += exact
        self.steps.append(Step(kind, measure, count, exact, self.so_far, tuple(lines)))


def _last_valid(rules: list[Rule], day: date) -> Rule | None:
    """Of several rules for one thing the one that began last holds."""
    return next((rule for rule in reversed(rules) if rule.holds_on(day)), None)


def _of_event(event: Event, of_kind: Mapping[str, list[Rule]], counts: Mapping[str, int]) -> Line | None:
    """An event by its own rule, with every tier that holds added."""
    base = _last_valid([rule for rule in of_kind[EVENT] if rule.measure == event.measure], event.day)
    if base is None:
        return None
    tiers = [rule for rule in of_kind[TIER] if rule.measure == event.measure and rule.holds_on(event.day) and rule.holds_at(counts)]
    return Line(event, tuple((rule, rule.amount) for rule in (base, *tiers)))


def _by_kind(event: Event, rules: list[Rule]) -> Line | None:
    """An event by the extra rule that holds for it, once: of several the one that began last. A deduction is taken off."""
    rule = _last_valid([rule for rule in rules if _fits(rule, event)], event.day)
    if rule is None:
        return None
    return Line(event, ((rule, -rule.amount if rule.kind == DEDUCTION else rule.amount),))


def _fits(rule: Rule, event: Event) -> bool:
    if rule.kind == MODEL:
        return bool(event.model) and event.model == rule.model
    return event.is_transferred if rule.kind == TRANSFER else True


def _factor(rule: Rule | None, month: Month) -> tuple[Fraction, bool]:
    """Return deals ÷ goal, at most the cap, and whether there is a goal; 1 without one."""
    goal = month.goals.get(DEALS, 0)
    if rule is None or not goal:
        return Fraction(1), bool(goal)
    factor = Fraction(month.counts.get(DEALS, 0), goal)
    return min(factor, rule.cap) if rule.cap is not None else factor, True


def _goals(ladder: _Ladder, of_kind: Mapping[str, list[Rule]], last: date, reached: tuple[str, ...], missed: tuple[str, ...]) -> None:
    """A bonus per goal that is reached, and once more where none is missed."""
    if each := _last_valid(of_kind[GOAL], last):
        ladder.step(GOAL, "", len(reached), Fraction(each.amount) * len(reached))
    if every := _last_valid(of_kind[ALL_GOALS], last):
        times = int(bool(reached) and not missed)
        ladder.step(ALL_GOALS, "", times, Fraction(every.amount) * times)


def _is_asked(event: Event, of_kind: Mapping[str, list[Rule]]) -> bool:
    """Whether a rule would have paid an event that pays nothing."""
    return any(rule.measure == event.measure and rule.holds_on(event.day) for rule in of_kind[EVENT])
