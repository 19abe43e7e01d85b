"""The sample ledger, if it stands beside the repository."""

from pathlib import Path

import pytest

from reporting.ledger.reader import import_ledger
from tests.moments import MONDAY_9
from tests.samples import SAMPLES
from tests.summary import NO_SAMPLES


@pytest.fixture(scope="session")
def sample() -> Path:
    """The path of the small ledger."""
    path = SAMPLES / "ledger_small.jsonl"
    if not path.exists():
        pytest.skip(NO_SAMPLES)
    return path


@pytest.fixture
def imported(db, sample) -> Path:
    """The small ledger, imported."""
    import_ledger(sample, now=MONDAY_9)
    return sample
