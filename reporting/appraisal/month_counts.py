"""What the people of a store did in a month, as far as they are judged by it: the counts of the figures, and their own accuracy.

Three questions, however many rows: everything that has rows of its own in one, the days closed in one, the days signed in one.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, Count, Exists, F, OuterRef, QuerySet, Value

from dcc.models import Store
from dcc.reckoning.clock import start_of
from dcc.reckoning.months import last_of
from leads.models import Grading, Review
from reception.models import DaySigning, Visit
from reporting.appraisal.judged_by import aims_of
from reporting.figures.counting import counted_events
from reporting.figures.measures import MEASURES
from reporting.figures.question import Question
from reporting.models import Closing

A_DAY = timedelta(days=1)
SOON = timedelta(minutes=10)
Counts = dict[int | None, dict[str, int]]  # by person
SHARED = None  # the key of what is everybody's of a post: the store's counts of its leaders, its days of data managers and front desk
BETWEEN = Grading.objects.filter(lead=OuterRef("lead"), at__gt=OuterRef(OuterRef("at")), at__lt=OuterRef("at"))
GIVEN_ON = Review.objects.filter(~Exists(BETWEEN), lead=OuterRef("lead"), at__gt=OuterRef("at"), decision="reassign")


def counts_of(store: Store, month: date, posts: Iterable[str]) -> dict[str, Counts]:
    """Return by post what each person did in a month."""
    days = Question(store, "agent", "activity", month, last_of(month))
    found: dict[str, Counts] = {post: defaultdict(lambda: defaultdict(int)) for post in posts}
    parts = [part for post in found for part in _parts(days, post)]
    if parts:
        for said, who, count in parts[0].union(*parts[1:], all=True):
            post, _slash, name = said.partition("/")
            found[post][SHARED if post == "leader" else who][name] += count
    if "data_manager" in found:
        found["data_manager"][SHARED] = _closed_days(store, month)
    if "front_desk" in found:
        found["front_desk"][SHARED] = _signed_days(store, month)
    return found


def _parts(days: Question, post: str) -> list[QuerySet]:
    """The rows to be counted for a post, each with what they are counted as and for whom."""
    if post == "data_manager":
        graded = Grading.objects.filter(days.within("at"), store=days.store, by__isnull=False)
        return [_part(graded, post, "grades", "by"), _part(graded.filter(~Exists(GIVEN_ON)), post, "grades_kept", "by")]
    if post == "front_desk":
        groups = Visit.objects.filter(days.within("at"), store=days.store, purpose="look", by__isnull=False)
        typed = groups.filter(registered_at__isnull=False)
        return [
            _part(groups, post, "groups", "by"),
            _part(groups.filter(tag=F("first_tag")), post, "tags_kept", "by"),
            _part(typed, post, "typed", "by"),
            _part(typed.filter(registered_at__lte=F("at") + SOON), post, "typed_soon", "by"),
        ]
    found = []
    for name in dict.fromkeys(part for aim in aims_of(post).values() for part in (aim.over, aim.under) if part):
        measure = MEASURES[name]
        happening: Any = measure.happening
        path = getattr(happening, "reception" if post == "reception" else "agent")
        found.append(_part(counted_events(days, happening).filter(measure.happened(days.store)), post, name, path))
    return found


def _part(rows: QuerySet, post: str, name: str, path: str) -> QuerySet:
    words = Value(f"{post}/{name}", output_field=CharField())
    return rows.order_by().values_list(words, F(path)).annotate(count=Count("pk"))


def _closed_days(store: Store, month: date) -> dict[str, int]:
    """How many days of a month were closed first by the end of the day after, and how many at all."""
    rows = Closing.objects.of_month(store, month).filter(reason="").values_list("period", "at")
    ends = [(at, start_of(date.fromisoformat(period) + 2 * A_DAY, store.zone)) for period, at in rows]
    return {"days": len(ends), "days_closed": sum(at < end for at, end in ends)}


def _signed_days(store: Store, month: date) -> dict[str, int]:
    """How many days of a month were signed on the day itself, and how many at all."""
    rows = DaySigning.objects.filter(store=store, day__gte=month, day__lte=last_of(month)).values_list("day", "at")
    ends = [(at, start_of(day + A_DAY, store.zone)) for day, at in rows]
    return {"desk_days": len(ends), "days_signed": sum(at < end for at, end in ends)}
