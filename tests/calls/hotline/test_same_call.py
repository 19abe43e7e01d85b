"""Which rows of a hotline's log are calls that somebody has logged."""

from datetime import timedelta

import pytest

from calls.hotline.same_call import WITHIN, Ringing, the_same
from tests.moments import MONDAY_9

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


def ringing(key, minutes=0, *, phone="15400000001", answered=True):
    return Ringing(key, phone, answered, MONDAY_9 + minutes * MINUTE)


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(("apart", "same"), [(WITHIN - SECOND, True), (WITHIN, True), (WITHIN + SECOND, False)])
def test_ten_minutes_apart_are_the_same_call(apart, same, sign):
    row = Ringing(1, "15400000001", True, MONDAY_9 + sign * apart)

    assert the_same([row], [ringing(7)]) == ({1: 7} if same else {})


def test_answered_goes_with_answered_and_missed_with_missed_of_one_number():
    rows = [ringing(1), ringing(2, answered=False), ringing(3, phone="15400000002")]
    calls = [ringing(7, answered=False), ringing(8)]

    assert the_same(rows, calls) == {1: 8, 2: 7}


def test_the_nearest_go_together_and_each_call_is_one_row():
    rows, calls = [ringing(1, 0), ringing(2, 4)], [ringing(7, 5), ringing(8, 9)]

    assert the_same(rows, calls) == {2: 7, 1: 8}


def test_of_two_as_near_the_one_named_first_goes():
    assert the_same([ringing(1, -2), ringing(2, 2)], [ringing(7)]) == {1: 7}
    assert the_same([ringing(1)], [ringing(8, 3), ringing(7, -3)]) == {1: 8}
