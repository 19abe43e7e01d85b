"""A disk that is full, and files that can only be read: 503 with a time, the form kept, done once when there is room.

(docs/rules/trust.md#when-something-is-down)
"""

import os
import time

import psycopg
import pytest
from django.db import connection

from tests.faults.judging import judged

pytestmark = pytest.mark.long
SECONDS = float(os.environ.get("FAULT_HELD", "8")) / 2


@pytest.fixture(autouse=True)
def disk(scene):
    """A disk of the installation's own. Where nobody may mount one, there is nothing to see."""
    if not scene.house.disk.is_own:
        pytest.xfail("no disk of its own: only root may mount one")
    return scene.house.disk


def test_while_the_disk_is_full_forms_are_kept_and_then_done_once(scene, house, disk):
    team = scene.people()
    house.until(lambda: all(one.done for one in team))

    with disk.full():
        house.until(lambda: any(one.answers[503] for one in team))  # pages of tables have room for a while
        time.sleep(SECONDS)
        ready = house.ready()
    again = house.until(house.is_ready)
    time.sleep(1)
    found = judged(house, team)

    print(f"a full disk on {connection.vendor}: {found}; ready again within {again:.1f} s")
    assert (ready[0], ready[1]["disk"]) == (503, False)
    assert (found.lost, found.doubled, found.half, found.wrong) == (0, 0, 0, [])
    assert found.answers[503] > 0


def read_only_server(house, *, is_so: bool) -> None:
    """Let the server take no change, as a standby."""
    with psycopg.connect(house.url, autocommit=True, options="-c default_transaction_read_only=off") as server:
        server.execute(f"ALTER SYSTEM SET default_transaction_read_only = {'on' if is_so else 'off'}")
        server.execute("SELECT pg_reload_conf()")


def test_while_files_are_read_only_forms_are_kept_and_then_done_once(scene, house, disk):
    team = scene.people()
    house.until(lambda: all(one.done for one in team))

    if house.server:
        read_only_server(house, is_so=True)
        time.sleep(SECONDS)
        ready = house.ready()
        read_only_server(house, is_so=False)
    else:
        with disk.read_only():
            house.web.kill()  # what it has open it could still write
            house.until(lambda: house.ready()[0] == 503)
            time.sleep(SECONDS)
            ready = house.ready()
        house.web.kill()
    again = house.until(house.is_ready)
    time.sleep(1)
    found = judged(house, team)

    print(f"read-only files on {connection.vendor}: {found}; ready again within {again:.1f} s")
    assert (ready[0], ready[1]["database"], ready[1]["writable"]) == (503, True, False)
    assert (found.lost, found.doubled, found.half, found.wrong) == (0, 0, 0, [])
    assert found.answers[503] > 0
