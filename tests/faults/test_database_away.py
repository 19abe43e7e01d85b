"""The database held by somebody, and gone for a while: 503 with a time, the form kept, sent again done once (docs/rules/trust.md#when-something-is-down)."""

import os
import sqlite3
import time
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection

from tests.database import chosen
from tests.faults.judging import judged

pytestmark = pytest.mark.long
HELD = float(os.environ.get("FAULT_HELD", "8"))  # seconds: longer than anybody at a page waits


@contextmanager
def held(house):
    """Hold what everybody has to write to."""
    if connection.vendor == "sqlite":
        line = sqlite3.connect(house.var / "dcc.sqlite3", isolation_level=None, timeout=20)
        line.execute("BEGIN IMMEDIATE")
    else:
        line = psycopg.connect(house.url)
        line.execute("LOCK TABLE calls_call, reception_visit, leads_inquiry IN ACCESS EXCLUSIVE MODE")
    try:
        yield
    finally:
        line.rollback()
        line.close()


def test_while_the_database_is_held_forms_are_kept_and_then_done_once(scene, house):
    team = scene.people()
    house.until(lambda: all(one.done for one in team))

    with held(house):
        time.sleep(HELD)
    found = judged(house, team)

    print(f"held for {HELD:.0f} s on {connection.vendor}: {found}")
    assert (found.lost, found.doubled, found.half, found.wrong) == (0, 0, 0, [])
    assert found.answers[503] > 0


if chosen() == "postgres":  # SQLite is no server that could be away

    def test_while_the_database_is_away_forms_are_kept_and_then_done_once(scene, house):
        team = scene.people()
        house.until(lambda: all(one.done for one in team))

        house.server.wanted = False
        house.server.running.terminate()
        house.server.running.send_signal(2)  # fast: whoever is connected is sent away
        house.server.running.wait(timeout=30)
        time.sleep(2)
        unready = house.ready()
        house.server.wanted = True
        again = house.until(house.is_ready)
        time.sleep(1)
        found = judged(house, team)

        print(f"away on {connection.vendor}: {found}; ready again within {again:.1f} s")
        assert (unready[0], unready[1]["database"]) == (503, False)
        assert (found.lost, found.doubled, found.half, found.wrong) == (0, 0, 0, [])
        assert found.answers[503] > 0
