"""The sample ledger, and a store that lived."""

import fcntl
import pickle
from pathlib import Path

import pytest
from django.utils import translation

from reporting.ledger.reader import import_ledger
from tests.moments import MONDAY_9
from tests.reporting.living import Lived, live
from tests.samples import SAMPLES


@pytest.fixture(scope="session")
def sample() -> Path:
    """The path of the small ledger."""
    return SAMPLES / "ledger_small.jsonl"


@pytest.fixture
def imported(db, sample) -> Path:
    """The small ledger, imported."""
    import_ledger(sample, now=MONDAY_9)
    return sample


@pytest.fixture(scope="session")
def lived(django_db_setup, django_db_blocker, tmp_path_factory, worker_id) -> Lived:
    """Some weeks of a small store; of several processes of a run the first plays them, the others wait for what it leaves."""
    folder = tmp_path_factory.mktemp("ledger") if worker_id == "master" else tmp_path_factory.getbasetemp().parent
    kept = folder / "lived.pickle"
    with (folder / "lived.lock").open("w") as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        if not kept.exists():
            with django_db_blocker.unblock(), translation.override("zh-hans"):
                kept.write_bytes(pickle.dumps(live(folder / "L1.jsonl")))
        return pickle.loads(kept.read_bytes())  # noqa: S301 - this run wrote it
