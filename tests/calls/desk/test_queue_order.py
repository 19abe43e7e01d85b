"""The one order of an agent's work."""

from datetime import timedelta

import pytest

from calls.desk.queue_order import Candidate, Duty, answered_by_call, arrange
from dcc.reckoning.clock import day_range
from tests.moments import ZONE, moment

NOW = moment(23, 14, 32)
DAY = day_range(NOW.date(), ZONE)


def duty(kind, due_at):
    return Duty(kind, due_at)


def order(*candidates):
    return [(place.lead_id, place.group) for place in arrange(candidates, now=NOW, day=DAY)]


def test_the_five_groups_stand_in_their_order():
    overdue = Candidate(1, duties=(duty("grade", moment(22, 9)),))
    today = Candidate(2, duties=(duty("retry", moment(23, 16)),))
    new = Candidate(3, never_called=True, respond_by=moment(23, 14, 48), left=16, limit=30)
    promise = Candidate(4, duties=(duty("callback", moment(23, 14, 30)),))
    missed = Candidate(5, missed_at=moment(23, 14, 28))

    places = order(overdue, today, new, promise, missed)

    assert places == [(5, "missed"), (4, "promise"), (3, "new"), (2, "today"), (1, "overdue")]


def test_a_promise_stands_from_thirty_minutes_before_its_time():
    soon = Candidate(1, duties=(duty("callback", moment(23, 15, 2)),))
    later = Candidate(2, duties=(duty("callback", moment(23, 15, 3)),))

    places = order(later, soon)

    assert places == [(1, "promise")]


def test_a_broken_promise_stands_first_among_the_promises_and_is_late():
    broken = Candidate(1, duties=(duty("callback", moment(22, 15)), duty("retry", moment(23, 11))))
    due = Candidate(2, duties=(duty("callback", moment(23, 14)),))
    never_called = Candidate(3, never_called=True, respond_by=moment(23, 14, 40), left=8, limit=30)

    places = arrange([due, never_called, broken], now=NOW, day=DAY)

    assert [(place.lead_id, place.group, place.late) for place in places] == [(1, "promise", True), (2, "promise", False), (3, "new", False)]


@pytest.mark.parametrize(("due_at", "late"), [(DAY[0] - timedelta.resolution, True), (DAY[0], False)])
def test_a_promise_is_broken_once_its_day_is_over(due_at, late):
    [place] = arrange([Candidate(1, duties=(duty("callback", due_at),))], now=NOW, day=DAY)

    assert (place.group, place.late) == ("promise", late)


def test_a_lead_stands_once_at_its_first_place():
    lead = Candidate(1, missed_at=moment(23, 14), never_called=True, duties=(duty("callback", moment(23, 14, 30)), duty("grade", moment(22, 9))))

    places = order(lead)

    assert places == [(1, "missed")]


def test_what_is_due_tomorrow_stands_nowhere():
    tomorrow = Candidate(1, duties=(duty("nurture", moment(24, 0)),))

    places = order(tomorrow)

    assert places == []


def test_inside_each_group_the_earliest_comes_first():
    leads = [Candidate(pk, duties=(duty("grade", moment(23, hour)),)) for pk, hour in ((1, 17), (2, 9), (3, 12))]

    places = order(*leads)

    assert [pk for pk, _group in places] == [2, 3, 1]


@pytest.mark.parametrize(("left", "late"), [(8, False), (7.5, True), (-3, True)])
def test_a_new_lead_is_late_from_the_last_quarter_of_its_limit(left, late):
    lead = Candidate(1, never_called=True, respond_by=moment(23, 15), left=left, limit=30)

    [place] = arrange([lead], now=NOW, day=DAY)

    assert place.late is late


@pytest.mark.parametrize(
    ("kind", "due_at", "answered"),
    [
        ("callback", moment(23, 15, 2), True),
        ("callback", moment(23, 17), False),
        ("grade", moment(23, 17), True),
        ("grade", moment(24, 9), False),
        ("nurture", moment(20, 9), True),
    ],
)
def test_a_call_answers_what_stands_in_the_queue_and_nothing_ahead(kind, due_at, answered):
    assert answered_by_call(kind, due_at, now=NOW, day_end=DAY[1]) is answered
