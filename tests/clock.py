"""The clock of the tests: it stands still at `tests.moments.NOW`, whatever hour, day and year the machine has."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.utils import timezone

from tests.moments import NOW


@contextmanager
def stopped() -> Iterator[None]:
    """Let it be NOW for the program."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: NOW)
        for taken in ("axes.attempts.now", "axes.handlers.proxy.now"):  # they took the function for their own
            patch.setattr(taken, lambda: NOW)
        yield
