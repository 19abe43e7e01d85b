"""The clock of the tests: it stands still at `tests.moments.NOW` or where a test sets it, whatever hour, day and year the machine has."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from django.utils import timezone

from tests.moments import NOW


class StoppedClock:
    """What time it is for the program."""

    def __init__(self) -> None:
        self.moment = NOW

    def now(self) -> datetime:
        """Return what time it is."""
        return self.moment

    def set_to(self, moment: datetime) -> None:
        """Let it be this moment."""
        self.moment = moment


@contextmanager
def stopped() -> Iterator[StoppedClock]:
    """Let the program go by a stopped clock."""
    clock = StoppedClock()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", clock.now)
        for taken in ("axes.attempts.now", "axes.handlers.proxy.now"):  # they took the function for their own
            patch.setattr(taken, clock.now)
        yield clock
