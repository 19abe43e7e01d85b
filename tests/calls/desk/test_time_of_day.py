"""A time as one types it in a call."""

from datetime import time

import pytest

from calls.desk.parts.time_of_day import read_clock


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("1030", time(10, 30)),
        ("10:30", time(10, 30)),
        ("930", time(9, 30)),
        ("9", time(9)),
        ("1015", time(10, 15)),
        ("9点半", time(9, 30)),
        ("14点", time(14)),
        ("１６：４５", time(16, 45)),
        (" 23 59 ", time(23, 59)),
        ("10。15", time(10, 15)),
        ("10；15", time(10, 15)),
        ("10-15", time(10, 15)),
        ("10点整", time(10)),
        ("上午10点半", time(10, 30)),
        ("下午3点", time(15)),
        ("下午 3：30", time(15, 30)),
        ("晚上7点", time(19)),
        ("下午15点", time(15)),
        ("中午12点", time(12)),
        ("中午1点", time(13)),
        ("中午11点半", time(11, 30)),
        ("下午25点", None),
        ("2400", None),
        ("10:60", None),
        ("10:5", None),
        ("晚点", None),
        ("", None),
        ("10305", None),
    ],
)
def test_a_time_is_read_however_it_is_written(text, clock):
    assert read_clock(text) == clock
