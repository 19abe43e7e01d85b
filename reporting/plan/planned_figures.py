"""What was planned of a question's figures: by the store, each person, each day, week or month (docs/rules/measures.md#plans)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.core.cache import cache
from django.db.models import Q

from dcc.reckoning.months import months_of
from dcc.reckoning.rounding import rounded
from reporting.figures.counting import Figures
from reporting.figures.measures import Counts
from reporting.figures.question import Question
from reporting.models import Target
from reporting.plan.planned_pace import Pace
from reporting.plan.working_time import pace_of

PLANNED = ("leads", "calls", "cards", "invited", "visits", "orders", "deals")
FOR_ROLES = {"agent": ("calls", "cards", "invited", "visits", "orders", "deals"), "reception": ("visits", "orders", "deals")}
STORE = ""  # whose target names nobody

Goals = Mapping[str, Mapping[date, int]]  # {measure: {month: target}}


def is_planned(names: Iterable[str]) -> bool:
    """Whether any of these measures has targets at all."""
    return not set(PLANNED).isdisjoint(names)


def planned_of(question: Question, *, now: datetime) -> Figures:
    """Return the plans of the store and of a question's rows, each rounded by itself. Who has no target of a measure has none, not a zero.

    Targets are the store's or a person's: a person's row, a day's, a week's and a month's has a plan, any other row has none.
    """
    goals, labels = _read(question)
    pace = pace_of(question.store, question.first, question.last, now)
    whole = goals.pop(STORE, {})
    rows = _by_time(question, whole, pace) if question.dimension.is_time else {name: _plans(each, pace) for name, each in sorted(goals.items())}
    return Figures(question, rows, labels, _plans(whole, pace))


def _read(question: Question) -> tuple[dict[str, Goals], dict[str, str]]:
    """Return the targets of the period's months, {"" or username: goals}, and the names of whoever has one."""
    of_people = FOR_ROLES.get(question.by, ())
    whose = Q(user=None) | Q(user__role_rows__name=question.by, measure__in=of_people) if of_people else Q(user=None)
    months = months_of(question.first, question.last)
    targets = Target.objects.filter(whose, store=question.store, month__in=months).order_by()
    read = targets.values_list("user__username", "user__name", "measure", "month", "value")
    kept = cache.get_or_set(
        f"planned-{question.store.pk}-{question.by if of_people else ''}-{months[0]}-{months[-1]}", lambda: list(read), 60
    )  # set once a month
    goals: dict[str, dict[str, dict[date, int]]] = defaultdict(lambda: defaultdict(dict))
    labels = {}
    for username, name, measure, month, value in kept:
        goals[username or STORE][measure][month] = value
        if username:
            labels[username] = name
    return dict(goals), labels


def _by_time(question: Question, goals: Goals, pace: Pace) -> dict[str, Counts]:
    """The store's plan of each day, week or month of the period; of those nobody works on none."""
    days = [question.first + timedelta(days=number) for number in range((question.last - question.first).days + 1)]
    keys, _labels = question.dimension.keys(question.store, days)
    ends: dict[str, tuple[date, date]] = {}
    for day in days:
        ends[keys[day]] = (ends.get(keys[day], (day, day))[0], day)
    rows = {key: _plans(goals, Pace(pace.hours, first, last, pace.now)) for key, (first, last) in ends.items()}
    return {key: plans for key, plans in rows.items() if any(plans.values())}


def _plans(goals: Goals, pace: Pace) -> Counts:
    return {measure: rounded(pace.plan(targets)) for measure, targets in goals.items()}
