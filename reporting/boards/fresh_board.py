"""One snapshot of a store and period for everybody who looks: pages and walls (docs/rules/speed.md#few-queries)."""

from datetime import datetime

from django.core.cache import cache

from dcc.trail import audit
from reporting.boards.daily_board import Board, snapshot
from reporting.figures.question import Question

FRESH = 10  # seconds for which one snapshot serves everybody, if nothing is done meanwhile


def fresh(question: Question, now: datetime) -> Board:
    """The snapshot of a store and period, counted again after every deed in the store, and after ten seconds in any case."""
    key = f"board:{question.store.pk}:{question.first}:{question.last}:{audit.version_of(question.store)}"
    found = cache.get(key)
    if found is None:
        found = snapshot(question.store, question.first, question.last, now=now)
        cache.set(key, found, FRESH)
    return found
