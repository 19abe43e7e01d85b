"""The order of the queue where two stand in one group, and exactly at its limits."""

from datetime import timedelta

import pytest

from calls.desk.queue_order import Candidate, Duty, Place, answered_by_call, arrange
from dcc.reckoning.clock import day_range
from tests.moments import ZONE, moment

TICK = timedelta.resolution
NOW = moment(23, 14, 32)
DAY = day_range(NOW.date(), ZONE)


def arranged(*candidates: Candidate) -> list[Place]:
    return arrange(candidates, now=NOW, day=DAY)


def order(*candidates: Candidate) -> list[int]:
    return [place.lead_id for place in arranged(*candidates)]


def test_of_missed_calls_the_oldest_comes_first():
    leads = [Candidate(pk, missed_at=moment(23, hour)) for pk, hour in ((1, 11), (2, 9), (3, 10))]

    assert order(*leads) == [2, 3, 1]


def test_of_new_leads_the_one_whose_limit_passes_first_comes_first_and_one_without_a_limit_before_them():
    leads = [Candidate(pk, never_called=True, respond_by=by) for pk, by in ((1, moment(23, 16)), (2, moment(23, 15)), (3, None))]

    places = arranged(*leads)

    assert [(place.lead_id, place.moment) for place in places] == [(3, DAY[0]), (2, moment(23, 15)), (1, moment(23, 16))]


def test_of_leads_due_at_one_moment_the_one_that_came_first_comes_first():
    leads = [Candidate(pk, duties=(Duty("grade", moment(23, 16)),)) for pk in (3, 1, 2)]

    assert order(*leads) == [1, 2, 3]


@pytest.mark.parametrize(
    ("duties", "group", "due_at"),
    [
        ((("callback", moment(23, 14, 50)), ("callback", moment(23, 14, 10)), ("callback", moment(23, 14, 40))), "promise", moment(23, 14, 10)),
        ((("nurture", moment(23, 17)), ("grade", moment(23, 15)), ("retry", moment(23, 16))), "today", moment(23, 15)),
        ((("nurture", moment(22, 9)), ("grade", moment(20, 9)), ("retry", moment(21, 9))), "overdue", moment(20, 9)),
        ((("grade", moment(20, 9)), ("retry", moment(23, 17))), "today", moment(23, 17)),
        ((("grade", moment(23, 9)), ("callback", moment(23, 15))), "promise", moment(23, 15)),
    ],
    ids=["the earliest promise", "the earliest of today", "the oldest overdue", "today before overdue", "a promise before what is due"],
)
def test_a_lead_stands_with_the_duty_that_is_due_first_in_its_group(duties, group, due_at):
    [place] = arranged(Candidate(1, duties=tuple(Duty(*duty) for duty in duties)))

    assert (place.group, place.moment, place.duty.due_at) == (group, due_at, due_at)


@pytest.mark.parametrize(
    ("due_at", "group"),
    [(DAY[0] - TICK, "overdue"), (DAY[0], "today"), (DAY[1] - TICK, "today"), (DAY[1], None)],
)
def test_today_begins_at_midnight_and_ends_before_the_next_one(due_at, group):
    places = arranged(Candidate(1, duties=(Duty("nurture", due_at),)))

    assert [place.group for place in places] == ([group] if group else [])


@pytest.mark.parametrize(("due_at", "stands"), [(NOW + timedelta(minutes=30), True), (NOW + timedelta(minutes=30) + TICK, False)])
def test_a_promise_stands_from_exactly_thirty_minutes_before(due_at, stands):
    assert bool(order(Candidate(1, duties=(Duty("callback", due_at),)))) is stands


@pytest.mark.parametrize(
    ("candidate", "late"),
    [
        (Candidate(1, missed_at=moment(23, 14)), True),
        (Candidate(1, duties=(Duty("callback", NOW),)), False),
        (Candidate(1, duties=(Duty("grade", moment(23, 9)),)), False),
        (Candidate(1, duties=(Duty("grade", moment(22, 9)),)), True),
    ],
    ids=["missed", "promise", "today", "overdue"],
)
def test_a_missed_call_and_what_is_overdue_are_late(candidate, late):
    [place] = arranged(candidate)

    assert place.late is late


@pytest.mark.parametrize(
    ("kind", "due_at", "answered"),
    [
        ("callback", NOW + timedelta(minutes=30), True),
        ("callback", NOW + timedelta(minutes=30) + TICK, False),
        ("grade", DAY[1] - TICK, True),
        ("grade", DAY[1], False),
    ],
)
def test_a_call_answers_what_stands_up_to_exactly_its_limit(kind, due_at, answered):
    assert answered_by_call(kind, due_at, now=NOW, day_end=DAY[1]) is answered


def test_a_promise_of_tomorrows_first_moment_is_not_todays_though_it_lies_within_the_half_hour():
    promise = Candidate(1, duties=(Duty("callback", DAY[1]),))

    assert arrange([promise], now=DAY[1] - timedelta(minutes=15), day=DAY) == []
