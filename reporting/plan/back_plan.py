"""A month reckoned back from its deals: what each step needs and has, what falls to each channel and agent, and to each day that is left.

Counts are those of the day of the event; the quotients are the store's own of the last 90 days (docs/rules/measures.md#plans).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from statistics import median_low

from dcc.models import Store
from dcc.reckoning.clock import day_of, day_range
from dcc.reckoning.months import last_of
from dcc.reckoning.pace import behind
from dcc.store.store_settings import values_at
from leads.dealing.agents import agents_of
from reporting.figures.counting import Figures, counted_events
from reporting.figures.measures import DELIVERIES, Counts
from reporting.figures.question import Question
from reporting.figures.together import ask_together
from reporting.models import Target
from reporting.plan.backwards import STEPS, Needs, Quotient, needs, parts, whole
from reporting.plan.planned_pace import Pace
from reporting.plan.working_time import pace_of

DAYS = 90
OF_AGENTS = ("cards", "invited", "visits", "deals")
LOOKED_BACK = 2  # days that are over, shown before today


@dataclass(frozen=True)
class Share:
    """What of a step falls to somebody: needed (None: to nobody's part) and had; `late` where it lags behind the month's pace."""

    key: str | None
    need: int | None
    had: int
    gone: Fraction = Fraction()

    @property
    def missing(self) -> int:
        """How many are still to come."""
        return max((self.need or 0) - self.had, 0)

    @property
    def is_late(self) -> bool:
        """Whether it lags by more than two points."""
        return bool(self.need and behind(self.had, self.need, self.gone))


@dataclass(frozen=True)
class BackPlan:
    """The month and its figures, and what somebody tries: another goal, other quotients."""

    store: Store
    month: date
    now: datetime
    goal: int | None
    tried: Mapping[str, Fraction]
    target: int | None
    ninety: Figures  # by channel: leads and deals; of the total every step
    quotients: list[Quotient]
    days: Figures
    channels: Figures
    agents: Figures
    weights: dict[str, Fraction]
    names: dict[str, str]
    pace: Pace

    @cached_property
    def today(self) -> date:
        """The store's day."""
        return day_of(self.now, self.store.zone)

    @property
    def has_begun(self) -> bool:
        """Whether anything can have happened in the month."""
        return self.month <= self.today

    @property
    def is_over(self) -> bool:
        """Whether nothing can be added any more."""
        return last_of(self.month) < self.today

    @cached_property
    def needs(self) -> Needs:
        """What each step needs by what is tried."""
        return needs(self.goal, self.quotients)

    @cached_property
    def own(self) -> Needs:
        """What each step needs by the store's own quotients and its target."""
        untried = [Quotient(one.step, one.before, one.over, one.under) for one in self.quotients]
        return needs(self.target if self.target is not None else self.goal, untried)

    @property
    def is_tried(self) -> bool:
        """Whether anything is other than the store's own."""
        return bool(self.tried) or (self.target is not None and self.goal != self.target)

    @cached_property
    def steps(self) -> list[Share]:
        """Each step of the month: needed and had."""
        had = self.days.total
        return [Share(step, whole(self.needs[step]), had.get(step, 0), self.pace.month_gone) for step in STEPS]

    @cached_property
    def by_channel(self) -> list[tuple[Counts, Share]]:
        """The leads of each channel, by its part of the leads of 90 days: ({leads, deals} of those, share)."""
        rows = self.ninety.rows
        keys = sorted({*rows, *self.channels.rows}, key=lambda key: (key == "", -rows.get(key, {}).get("leads", 0), key))
        shared = self._parts("leads", {key: Fraction(rows.get(key, {}).get("leads", 0)) for key in keys})
        return [(rows.get(key, {}), Share(key, shared[key], self.channels.rows.get(key, {}).get("leads", 0))) for key in keys]

    @cached_property
    def by_agent(self) -> list[tuple[str, list[Share]]]:
        """What falls to each agent by weight: (username, a share of each step); last, under "", what others have done, to whom nothing falls."""
        shared = {step: self._parts(step, self.weights) for step in OF_AGENTS}
        rows = self.agents.rows
        lines = [
            (name, [Share(name, shared[step][name], rows.get(name, {}).get(step, 0), self.pace.month_gone) for step in OF_AGENTS]) for name in self.weights
        ]
        others = {step: sum(counts.get(step, 0) for key, counts in rows.items() if key not in self.weights) for step in OF_AGENTS}
        return [*lines, ("", [Share("", None, others[step]) for step in OF_AGENTS])]

    @cached_property
    def past_days(self) -> list[tuple[date, list[int]]]:
        """The last two days before today, and today: (day, how many of each step)."""
        shown = [self.today - timedelta(days=back) for back in range(LOOKED_BACK, -1, -1)]
        return [(day, [self.days.rows.get(day.isoformat(), {}).get(step, 0) for step in STEPS]) for day in shown if day >= self.month]

    @cached_property
    def coming_days(self) -> list[tuple[date, list[int | None]]]:
        """Today and the working days that are left: (day, what falls to it of what is missing), by the working time left in each."""
        last = last_of(self.month)
        left = [self.today + timedelta(days=ahead) for ahead in range((last - self.today).days + 1)]
        hours = {day: Fraction(self._working(day) // timedelta.resolution) for day in left}
        hours = {day: time for day, time in hours.items() if time}
        missing = {step.key: parts(step.missing, hours) if step.need is not None else None for step in self.steps}
        return [(day, [shared[day] if shared else None for shared in missing.values()]) for day in hours]

    def _working(self, day: date) -> timedelta:
        start, end = day_range(day, self.store.zone)
        return self.pace.hours.time_between(max(start, self.now), end)

    def _parts(self, step: str, weights: Mapping[str, Fraction]) -> Mapping[str, int | None]:
        needed = whole(self.needs[step])
        return dict.fromkeys(weights) if needed is None else parts(needed, weights)

    @cached_property
    def days_to_deal(self) -> int | None:
        """How many days lay between a lead's arrival and the delivery of its car, of the 90 days' deliveries the middle one."""
        rows = counted_events(self.ninety.question, DELIVERIES).values_list("delivered_at", "lead__received_at")
        lengths = [(delivered - received).days for delivered, received in rows]
        return median_low(lengths) if lengths else None


def back_plan(store: Store, month: date, *, now: datetime, goal: int | None = None, tried: Mapping[str, Fraction] | None = None) -> BackPlan:
    """Return the plan of a month, `month` its first day; without a goal for the store's target of deals, without anything tried by its own quotients."""
    today = day_of(now, store.zone)
    past = Question(store, "channel", "activity", today - timedelta(days=DAYS - 1), today)
    running = past.with_(first=month, last=last_of(month))
    ninety, channels = ask_together((past, STEPS), (running, ("leads",)))
    (days,) = ask_together((running.with_(by="day"), STEPS))
    (agents,) = ask_together((running.with_(by="agent"), OF_AGENTS))
    target = Target.objects.filter(store=store, month=month, measure=STEPS[-1], user=None).values_list("value", flat=True).first()
    there = agents_of(store, values_at(store, now), at=now, now=now)
    return BackPlan(
        store=store,
        month=month,
        now=now,
        goal=target if goal is None else goal,
        tried=tried or {},
        target=target,
        ninety=ninety,
        quotients=_quotients(ninety.total, tried or {}),
        days=days,
        channels=channels,
        agents=agents,
        weights={agent.person.username: Fraction(agent.share.weight) for agent in there},
        names={agent.person.username: agent.person.name for agent in there},
        pace=pace_of(store, month, last_of(month), now),
    )


def _quotients(counts: Counts, tried: Mapping[str, Fraction]) -> list[Quotient]:
    return [Quotient(step, before, counts.get(step, 0), counts.get(before, 0), tried.get(step)) for before, step in pairwise(STEPS)]
