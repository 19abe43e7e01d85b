"""Web, worker and database killed under load: what was acknowledged is kept, nothing is half done, and it recovers by itself (docs/rules/trust.md#durable)."""

import random
import time

import pytest
from django.db import connection

from tests.faults.judging import judged

pytestmark = pytest.mark.long
RECOVERS = 60  # seconds


def victims(house) -> dict:
    """Return whom the machine may kill. SQLite is in its processes: with them it dies."""
    found = {"a process of the web": house.web.kill_child, "the web": house.web.kill, "the worker": house.worker.kill}
    if house.server:
        found["the database"] = house.server.kill
    return found


def test_what_was_acknowledged_outlives_whoever_is_killed(scene, house, moments, seed):
    luck, slowest = random.Random(seed), 0.0
    killable, team = victims(house), scene.people(seed=seed)
    order = [*killable] * (moments // len(killable) + 1)

    for who in order[:moments]:
        time.sleep(luck.uniform(0.3, 1.5))
        killable[who]()
        time.sleep(0.2)
        slowest = max(slowest, house.until(house.is_ready, seconds=RECOVERS) + 0.2)
    time.sleep(1)
    found = judged(house, team)

    print(f"killed on {connection.vendor} at {moments} moments ({', '.join(killable)}): {found}; ready again within {slowest:.1f} s")
    assert (found.lost, found.doubled, found.half, found.wrong) == (0, 0, 0, [])
    assert all(one.done for one in team)
