"""The rows a figure counts: the very conditions of the figure, with the row's key among them."""

from datetime import timedelta

from django.db.models import Q, QuerySet

from dcc.reckoning.clock import day_said
from dcc.reckoning.months import last_of
from reporting.figures.counting import counted_events, counted_leads
from reporting.figures.dimensions import TIMES
from reporting.figures.measures import Happening
from reporting.figures.question import Question
from reporting.figures.rates import COUNTED
from reporting.figures.standing_now import Key


def rows_behind(question: Question, measure: str, key: Key) -> QuerySet:
    """Return the leads (cohort) or events (activity) that a figure counts; `key` None: those of the total, several usernames: those of these people.

    Raises KeyError for a measure and ValueError for a key the question does not have.
    """
    line = COUNTED[measure]
    if not (key is None or isinstance(key, str) or question.dimension.is_person):
        raise ValueError("several keys are several people")
    if isinstance(key, str) and question.by in TIMES:
        question, key = narrowed(question, key), None
    if question.basis == "cohort":
        if line.cohort is None:
            raise KeyError(measure)
        return counted_leads(question).filter(line.cohort, of_key(question, None, key))
    if line.happening is None or not question.dimension.path(line.happening):
        raise KeyError(measure)
    return counted_events(question, line.happening).filter(line.happened(question.store), of_key(question, line.happening, key))


def of_key(question: Question, happening: Happening | None, key: Key) -> Q:
    """The condition that a row belongs to a key."""
    if key is None or question.by in TIMES:
        return Q()
    if question.dimension.reckoned and isinstance(key, str):
        return question.dimension.holds(question.store, happening, key)
    path = question.dimension.path(happening)
    if question.dimension.is_person and not isinstance(key, str):
        return Q(**{f"{path}__username__in": key})
    if question.dimension.is_person:
        return Q(**{f"{path}__username": key}) if key else Q(**{f"{path}__isnull": True})
    of_nobody = Q(**{f"{path}__isnull": True}) if not key else Q()  # a group of the showroom without a lead
    return Q(**{path + {"channel": "__name", "source": "__source"}.get(question.by, ""): key}) | of_nobody


def narrowed(question: Question, key: str) -> Question:
    """The question asked of one of its days, weeks or months only. Raises ValueError for a key that is none."""
    first = day_said(key if question.by != "month" else f"{key}-01")
    if first is None:
        raise ValueError(key)
    last = {"day": first, "week": first + timedelta(days=6), "month": last_of(first)}[question.by]
    return question.with_(first=max(first, question.first), last=min(last, question.last))
