"""The ladder of retries."""

from datetime import time

import pytest

from calls.desk.retry import another_hour, next_try, read_step
from dcc.reckoning.clock import WorkingHours
from tests.moments import ZONE, moment

HOURS = WorkingHours(opens=time(8, 30), closes=time(18), zone=ZONE)
LADDER = ["2h", "1d", "3d"]


def test_the_first_unanswered_call_is_tried_again_two_hours_later():
    due_at = next_try(1, at=moment(23, 14, 32), ladder=LADDER, hours=HOURS)

    assert due_at == moment(23, 16, 32)


def test_the_second_one_on_the_next_day_at_another_hour():
    due_at = next_try(2, at=moment(23, 16, 32), ladder=LADDER, hours=HOURS, tried=[moment(23, 14, 32)])

    assert due_at == moment(24, 11)


def test_another_hour_lies_two_hours_from_every_hour_tried():
    hour = another_hour([moment(23, 11, 30), moment(23, 14)], HOURS)

    assert hour == time(17)


def test_the_third_one_three_days_later_at_the_same_hour():
    due_at = next_try(3, at=moment(24, 11), ladder=LADDER, hours=HOURS)

    assert due_at == moment(27, 11)


def test_a_retry_in_the_evening_waits_for_the_next_opening():
    due_at = next_try(1, at=moment(23, 17), ladder=LADDER, hours=HOURS)

    assert due_at == moment(24, 8, 30)


def test_after_the_last_step_nothing_is_tried_again():
    due_at = next_try(4, at=moment(27, 11), ladder=LADDER, hours=HOURS)

    assert due_at is None


@pytest.mark.parametrize("step", ["", "h", "0h", "2", "2w", "2 h"])
def test_what_is_no_step_is_refused(step):
    with pytest.raises(ValueError, match="^" + step + "$"):
        read_step(step)
