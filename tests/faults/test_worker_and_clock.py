"""The worker dead, two at once, and a clock that jumps: seen within five minutes, nothing due done twice (docs/rules/trust.md#when-something-is-down)."""

from datetime import timedelta

import pytest
from django.db import connection

from calls.models import Appointment
from dcc.models import DueRun, TrailEntry
from dcc.models.notice import Notice
from tests.faults.judging import judged
from tests.faults.processes import Process

pytestmark = pytest.mark.long
MISSED = 12
SILENT, SECOND = timedelta(minutes=5), timedelta(seconds=1)


def last_run(house):
    """Return when the worker last went through."""
    with house.asked():
        return DueRun.objects.get(pk=1).at


def told(house, missed: list[int]) -> list[int]:
    """Return of how many appointments it was said once that nobody came, and how often beyond that."""
    with house.asked():
        said = [row["appointment"] for row in TrailEntry.objects.filter(action="appointment.no_show").values_list("detail", flat=True)]
        notices = Notice.objects.filter(kind="appointment.no_show", lead_id__in=Appointment.every.filter(pk__in=missed).values("lead")).count()
    said = [key for key in said if key in missed]
    return [len(set(said)), len(said) - len(set(said)), notices]


def are_told(house, missed: list[int]):
    """Return a question: whether all of them were."""
    return lambda: told(house, missed)[0] == len(missed)


def goes_through(house):
    """Put the clock on by a minute, and wait until whoever works did what is due then."""
    before = house.now()
    house.put_clock(timedelta(seconds=61))
    house.until(lambda: last_run(house) >= before + timedelta(seconds=60))


def test_a_worker_that_died_is_seen_within_five_minutes(house):
    house.worker.wanted = False
    house.worker.kill()
    house.worker.running.wait(timeout=30)

    house.set_clock(last_run(house) + SILENT - 20 * SECOND)
    before = house.ready()
    house.put_clock(20 * SECOND)
    after = house.ready()
    house.put_clock(timedelta(hours=-1))
    back = house.ready()
    house.put_clock(timedelta(hours=1))
    house.worker.wanted = True
    again = house.until(house.is_ready)

    print(f"a dead worker on {connection.vendor}: seen after 300 s; ready again within {again:.1f} s")
    assert (before[0], after[0], after[1]["worker"], after[1]["database"]) == (200, 503, False, True)
    assert (back[0], back[1]["worker"]) == (503, False)  # a run in the future says nothing


def test_two_workers_at_once_do_what_is_due_once(scene, house):
    house.worker.wanted = False
    house.worker.kill()
    house.worker.running.wait(timeout=30)
    missed = scene.miss(MISSED)

    house.worker.wanted = True
    second = Process("second worker", house.begin_worker)
    house.until(are_told(house, missed))
    goes_through(house)
    second.end()

    print(f"two workers on {connection.vendor}: {MISSED} due, {told(house, missed)[1]} done twice")
    assert told(house, missed) == [MISSED, 0, MISSED]


def test_a_clock_that_jumps_does_nothing_due_twice_and_is_told(scene, house):
    missed, team = scene.miss(MISSED), scene.people()
    goes_through(house)
    house.until(are_told(house, missed))

    house.put_clock(timedelta(hours=-1))
    back = house.until(house.is_ready)
    house.put_clock(timedelta(hours=1))
    found = judged(house, team)  # a day on, customers are nobody's any more
    house.put_clock(timedelta(days=1))
    forward = house.until(house.is_ready)
    house.put_clock(timedelta(days=-1))
    home = house.until(house.is_ready)
    goes_through(house)

    print(f"the clock on {connection.vendor}, an hour back, a day forward and back: {found}; ready within {max(back, forward, home):.1f} s; 0 done twice")
    assert (found.lost, found.doubled, found.half, found.wrong) == (0, 0, 0, [])
    assert told(house, missed) == [MISSED, 0, MISSED]
