"""What happens by itself: one verb that fails keeps no other waiting."""

from datetime import timedelta

import pytest

from dcc.installation.rules.due import run_due
from dcc.models import DueRun
from dcc.registry import Registry
from tests.moments import MONDAY_9

NOON = MONDAY_9 + timedelta(hours=3)


class Hung:
    """Due verbs of a test: one that fails between two that note their moment."""

    def __init__(self) -> None:
        self.done = []
        self.verbs: Registry = Registry()
        for name, verb in (("first", self.note), ("second", self.fail), ("third", self.note)):
            self.verbs.add(verb, name=name)

    def note(self, *, now) -> None:
        """Note that it was done."""
        self.done.append(now)

    def fail(self, *, now) -> None:
        """Fail."""
        raise LookupError(now)


def test_the_verbs_after_one_that_fails_are_done_and_the_failure_is_told(db, caplog):
    hung = Hung()
    DueRun.objects.create(pk=1, at=MONDAY_9)

    with pytest.raises(LookupError):
        run_due(now=NOON, verbs=hung.verbs)

    assert (hung.done, DueRun.objects.get().at) == ([NOON, NOON], MONDAY_9)
    assert [record.getMessage() for record in caplog.records] == ["second failed, the rest of what is due goes on"]


def test_a_whole_run_is_kept(db):
    run_due(now=NOON)

    assert DueRun.objects.get().at == NOON
