"""What each person of a store did in a month or several, as far as rules pay it: the events of the figures with why one is not paid, the counts, the goals.

Four questions, however many rows and months: the events of all measures in one, the counts in one, the goals in one, the answers to objections in one
(docs/rules/domain.md#rewards).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db.models import BooleanField, CharField, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, NullIf

from calls.models import Card
from dcc.models import Store
from dcc.reckoning.clock import day_of
from dcc.reckoning.months import last_of, month_of
from leads.models import Allocation, Inquiry
from reception.reconcile.card_pay import why_unpaid
from reporting.figures.counting import counted_events
from reporting.figures.measures import MEASURES
from reporting.figures.question import Question
from reporting.figures.store_days import StoreDay
from reporting.models import DealTick, Target
from reporting.rewards.answers_heard import Answers, answers_of
from reporting.rewards.event_places import place_of
from reporting.rewards.pay_sheet import DEALS, DEDUCTION, EVENT, FACTOR, LATE, MODEL, TIER, TRANSFER, Event, Month
from reporting.rewards.rule_book import POSTS, Entry

NOBODY = Cast(Value(None), IntegerField())
NO_WORD = Cast(Value(None), CharField())
LAST_TICK = DealTick.objects.filter(order=OuterRef("pk")).order_by("-at", "-pk").values("granted")[:1]
IN_HANDS = Allocation.objects.filter(lead=OuterRef("lead"), at__lte=OuterRef("lead__respond_by")).order_by("-at", "-pk").values("agent")[:1]
BROUGHT = Inquiry.objects.filter(
    Q(lead=OuterRef("lead")) | Q(lead__phone=OuterRef("lead__phone")), channel__source="transfer", received_at__lte=OuterRef("at")
).exclude(lead__released_at__gte=F("received_at"))
Who = tuple[str, int]  # post, key of the person


@dataclass(frozen=True)
class Done:
    """One event as it is read: what `Event` says of it, and what a line shows."""

    event: Event
    at: datetime
    lead: int
    name: str
    is_transferred: bool = False
    ticked: bool | None = None  # of a transferred one: granted, refused, or nobody has said

    @property
    def place(self) -> tuple[str, int]:
        """What an objection to it names."""
        return place_of(self.event.measure, self.event.key, self.lead)


@dataclass(frozen=True)
class Aside:
    """An event of somebody's own lead that counts for another, or for nobody (没算给我的)."""

    done: Done
    holder: int | None


@dataclass
class Months:
    """A month of a store: by post and person what was done."""

    first: date
    done: dict[Who, list[Done]] = field(default_factory=lambda: defaultdict(list))
    counts: dict[Who, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    goals: dict[Who, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    aside: dict[Who, list[Aside]] = field(default_factory=lambda: defaultdict(list))
    moved: list[tuple[str, str, int | None, int | None]] = field(default_factory=list)  # measure, post, who had it, who has it by an answer

    @property
    def people(self) -> set[Who]:
        """Everybody of whom there is something."""
        return {who for who in (*self.done, *self.counts) if who[1]}

    def of(self, who: Who) -> Month:
        """What one person did in one post."""
        events = tuple(one.event for one in self.done.get(who, ()))
        return Month(last_of(self.first), events, self.counts.get(who, {}), self.goals.get(who, {}))

    def heed(self, measures: Iterable[str]) -> None:
        """Let what an answer moved count where it counts now, too: rates, factor and goals of these measures go by the lines."""
        for measure, post, before, after in self.moved:
            for user, more in ((before, -1), (after, 1)) if measure in measures else ():
                if user:
                    counts = self.counts[post, user]
                    counts[measure] = counts.get(measure, 0) + more


def months_done(store: Store, months: Iterable[date], entries: Iterable[Entry]) -> dict[date, Months]:
    """Return what the people of a store did in some months, as far as these rules ask for it. As many questions as for one."""
    entries, found = list(entries), {month: Months(month) for month in months}
    days = Question(store, "agent", "activity", min(found), last_of(max(found)))
    goals = Target.objects.filter(store=store, month__in=list(found), user__isnull=False, value__gt=0).order_by("pk")
    for month, user, measure, value in goals.values_list("month", "user", "measure", "value"):
        for post in POSTS:
            if path_of(measure, post):
                found[month].goals[post, user][measure] = value
    counted = _measures_counted(entries, found)
    _read_events(found, days, _measures_of_events(entries), answers_of(store))
    _read_counts(found, days, counted)
    for one in found.values():
        one.heed(counted)
        for done in one.done.values():
            done.sort(key=lambda each: (each.at, each.event.measure, each.event.key))
    return found


def path_of(measure: str, post: str) -> str:
    """The field with the credit of this post, "" where an event of this measure bears none."""
    happening = MEASURES[measure].happening if measure in MEASURES else None
    return getattr(happening, post) if happening else ""


def _measures_of_events(entries: list[Entry]) -> list[str]:
    """What rules pay, or take off, by the event."""
    asked = {entry.rule.measure for entry in entries if entry.kind == EVENT}
    if any(entry.kind in (MODEL, TRANSFER) for entry in entries):
        asked.add(DEALS)
    if any(entry.kind == DEDUCTION for entry in entries):
        asked.add(LATE)
    return sorted(asked)


def _measures_counted(entries: list[Entry], months: Mapping[date, Months]) -> list[str]:
    """What the rates of tiers are made of, and what goals are set for."""
    asked = {name for entry in entries if entry.kind == TIER for name in (entry.rule.over, entry.rule.under)}
    asked |= {name for month in months.values() for goal in month.goals.values() for name in goal}
    return sorted(asked | ({DEALS} if any(entry.kind == FACTOR for entry in entries) else set()))


def _read_events(found: Mapping[date, Months], days: Question, measures: list[str], answers: Answers) -> None:
    """Read the events, each for whoever has its credit, or by an answer to an objection. One question."""
    parts = [_part(days, measure) for measure in measures]
    if not parts:
        return
    for measure, pk, at, agent, reception, lead, name, model, unpaid, brought, ticked, *owners in parts[0].union(*parts[1:], all=True):
        day = day_of(at, days.store.zone)
        month = found.get(month_of(day))
        event = Event(measure, day, pk, model or "", bool(brought) and bool(ticked), unpaid or "")
        said = Done(event, at.astimezone(days.store.zone), lead, name or "", bool(brought), None if ticked is None else bool(ticked))
        for post, user, owner in zip(POSTS, (agent, reception), owners, strict=True):
            if month is not None and path_of(measure, post):
                _take(month, post, said, user, owner, answers)


def _take(month: Months, post: str, said: Done, user: int | None, owner: int | None, answers: Answers) -> None:
    """Lay an event where it counts in one post: `user` has its credit, `owner` the lead."""
    holder, is_granted = answers.settled(post, said.place, user)
    if is_granted:
        said = replace(said, event=replace(said.event, unpaid=""))
    if holder:
        month.done[post, holder].append(said)
    if said.event.measure == LATE:  # a call that was late stays one: whom it costs nothing is no figure
        return
    if holder != user:
        month.moved.append((said.event.measure, post, user, holder))
    for other in dict.fromkeys((owner, user)):
        if other and other != holder:
            month.aside[post, other].append(Aside(said, holder))


def _part(days: Question, measure: str) -> QuerySet:
    """The rows of one measure, in the columns all of them have."""
    counted = MEASURES[measure]
    happening: Any = counted.happening
    rows = counted_events(days, happening).filter(counted.which or Q()).order_by()
    is_deal = measure == DEALS
    agent = Subquery(IN_HANDS) if measure == LATE else F(happening.agent)
    return rows.values_list(
        Value(measure, output_field=CharField()),
        "pk",
        F(happening.moment),
        agent,
        F(happening.reception) if happening.reception else NOBODY,
        F("lead"),
        F("lead__name"),
        Coalesce(NullIf(F("model"), Value("")), F("lead__model"), output_field=CharField()) if is_deal else F("lead__model"),
        NO_WORD if measure == LATE else why_unpaid(is_card=happening.model is Card),
        Exists(BROUGHT) if is_deal else Cast(Value(0), BooleanField()),
        Subquery(LAST_TICK) if is_deal else Cast(Value(None), BooleanField()),
        F("lead__agent"),
        F("lead__reception"),
    )


def _read_counts(found: Mapping[date, Months], days: Question, measures: list[str]) -> None:
    """Count as the figures do. One question."""
    parts = [part for measure in measures for post in POSTS if (part := _count(days, measure, post)) is not None]
    if not parts:
        return
    for measure, post, user, day, count in parts[0].union(*parts[1:], all=True):
        month = found.get(month_of(day))
        if user and month is not None:
            counts = month.counts[post, user]
            counts[measure] = counts.get(measure, 0) + count


def _count(days: Question, measure: str, post: str) -> QuerySet | None:
    path = path_of(measure, post)
    if not path:
        return None
    counted = MEASURES[measure]
    happening: Any = counted.happening
    rows = counted_events(days, happening).filter(counted.which or Q()).order_by()
    words = (Value(measure, output_field=CharField()), Value(post, output_field=CharField()))
    return rows.annotate(of_day=StoreDay(happening.moment, zone=days.store.zone)).values_list(*words, F(path), "of_day").annotate(count=Count("pk"))
