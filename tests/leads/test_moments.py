"""What a time cell says: the paragraph “Time” of the import rules."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leads.moments import Calendar, Moment, read_any_moment, read_moment

SHANGHAI = Calendar(ZoneInfo("Asia/Shanghai"))
NOW = datetime(2026, 11, 20, 12, tzinfo=SHANGHAI.zone)


def shanghai(*parts):
    return datetime(*parts, tzinfo=SHANGHAI.zone)


WRITTEN = [
    ("2026-10-03 09:05:07", shanghai(2026, 10, 3, 9, 5, 7)),
    ("2026-10-03 09:05", shanghai(2026, 10, 3, 9, 5)),
    ("2026-10-03", shanghai(2026, 10, 3)),
    ("2026-10-3 9:5:7", shanghai(2026, 10, 3, 9, 5, 7)),
    ("10/03/2026 09:05:12 AM", shanghai(2026, 10, 3, 9, 5, 12)),
    ("10/03/2026 09:05:12 PM", shanghai(2026, 10, 3, 21, 5, 12)),
    ("10/03/2026 12:05:12 AM", shanghai(2026, 10, 3, 0, 5, 12)),
    ("10/03/2026 12:05 pm", shanghai(2026, 10, 3, 12, 5)),
    ("2026/10/3 9:05", shanghai(2026, 10, 3, 9, 5)),
    ("2026/10/3 上午 9:05", shanghai(2026, 10, 3, 9, 5)),
    ("2026-10-03 下午 03:05", shanghai(2026, 10, 3, 15, 5)),
    ("2026/10/3 下午3:05:09", shanghai(2026, 10, 3, 15, 5, 9)),
    ("2026/10/3 15:05 下午", shanghai(2026, 10, 3, 15, 5)),
    ("2026.10.3", shanghai(2026, 10, 3)),
    ("2026.10.3 9:05", shanghai(2026, 10, 3, 9, 5)),
    ("2026年10月3日 9时5分", shanghai(2026, 10, 3, 9, 5)),
    ("2026年10月3日9时5分7秒", shanghai(2026, 10, 3, 9, 5, 7)),
    ("2026年10月3日 下午3点", shanghai(2026, 10, 3, 15)),
    ("2026年10月3日", shanghai(2026, 10, 3)),
    ("２０２６-１０-０３　０９：０５", shanghai(2026, 10, 3, 9, 5)),
    ("'2026-10-03 09:05:07", shanghai(2026, 10, 3, 9, 5, 7)),
    ("2026-10-03T09:05:07+08:00", shanghai(2026, 10, 3, 9, 5, 7)),
    ("2026-10-03T09:05:07.123Z", datetime(2026, 10, 3, 9, 5, 7, tzinfo=UTC)),
    ("2026-10-03T09:05:07Z", datetime(2026, 10, 3, 9, 5, 7, tzinfo=UTC)),
    ("2026-10-03T09:05:07-0530", datetime(2026, 10, 3, 14, 35, 7, tzinfo=UTC)),
    ("2026-10-03T09:05+08", shanghai(2026, 10, 3, 9, 5)),
    ("46298.378553", shanghai(2026, 10, 3, 9, 5, 7)),
    ("46298", shanghai(2026, 10, 3)),
    (46298.0, shanghai(2026, 10, 3)),
    (46298, shanghai(2026, 10, 3)),
    (46298.37855324074, shanghai(2026, 10, 3, 9, 5, 7)),
    (datetime(2026, 10, 3, 9, 5, 7), shanghai(2026, 10, 3, 9, 5, 7)),  # noqa: DTZ001 — as a spreadsheet gives it
    (datetime(2026, 10, 3, 9, 5, 6, 999_500), shanghai(2026, 10, 3, 9, 5, 7)),  # noqa: DTZ001
    (datetime(2026, 10, 3, 9, 5, 7, tzinfo=UTC), datetime(2026, 10, 3, 9, 5, 7, tzinfo=UTC)),
    (date(2026, 10, 3), shanghai(2026, 10, 3)),
]
NO_DATES = [
    "昨天下午",
    "2026-02-30",
    "2026-13-01",
    "2026-10-03 25:00",
    "2026-10-03 09:61",
    "10/03/2026 09:05:12",
    "10/03/2026",
    "13/10/2026 09:05 AM",
    "2026/10/3 上午 15:05",
    "26-10-03",
    "09:05:07",
    "0001-01-01",
    "2026-10-03 09:05:07 谢谢",
    "12345",
    "13812345678",
    "2026-10-03" + " " * 100 + "x",
    time(9, 5),
    True,
    1.5,
    -1.0,
    1e300,
]


@pytest.mark.parametrize(("cell", "moment"), WRITTEN)
def test_a_date_is_read_in_every_spelling_and_kept_in_utc(cell, moment):
    read = read_moment(cell, SHANGHAI, NOW)

    assert read == Moment(moment)
    assert read.value.tzinfo is UTC


@pytest.mark.parametrize("cell", NO_DATES)
def test_what_is_no_date_is_refused(cell):
    assert read_moment(cell, SHANGHAI, NOW) == Moment(problem="bad_time")


@pytest.mark.parametrize("cell", [None, "", "  ", "\u3000", "'", "-", "NULL", "None", "nan", "\\N", "#N/A", "undefined", "无", float("nan")])
def test_an_empty_cell_is_no_problem(cell):
    assert read_moment(cell, SHANGHAI, NOW) == Moment()


def test_a_time_may_be_a_day_ahead_of_us_and_no_second_more():
    limit = NOW + timedelta(days=1)

    assert read_moment("2026-11-21 12:00:00", SHANGHAI, NOW) == Moment(limit)
    assert read_moment("2026-11-21 12:00:01", SHANGHAI, NOW) == Moment(problem="future_time")
    assert read_moment("2099-01-01", SHANGHAI, NOW) == Moment(problem="future_time")


def test_a_deadline_may_lie_ahead():
    assert read_any_moment("2026-12-24 18:00", SHANGHAI) == Moment(shanghai(2026, 12, 24, 18))


def test_a_time_without_zone_is_the_stores():
    assert read_moment("2026-10-03 09:05", Calendar(ZoneInfo("Asia/Urumqi")), NOW) == Moment(datetime(2026, 10, 3, 3, 5, tzinfo=UTC))


@given(st.datetimes(datetime(2000, 1, 2), datetime(2026, 11, 20)).map(lambda moment: moment.replace(microsecond=0)))  # noqa: DTZ001
def test_a_moment_reads_the_same_in_every_spelling(moment):
    serial = (moment - datetime(1899, 12, 30)).total_seconds() / 86400  # noqa: DTZ001
    patterns = ("%Y-%m-%d %H:%M:%S", "%m/%d/%Y %I:%M:%S %p", "%Y年%m月%d日 %H时%M分%S秒", "%Y/%m/%d %H:%M:%S")
    spellings = [moment, serial, *(format(moment, pattern) for pattern in patterns)]

    assert {read_moment(cell, SHANGHAI, NOW) for cell in spellings} == {Moment(moment.replace(tzinfo=SHANGHAI.zone).astimezone(UTC))}


@given(st.text(max_size=40) | st.floats())
def test_whatever_stands_in_a_cell_there_is_an_answer(cell):
    assert read_moment(cell, SHANGHAI, NOW).problem in ("", "bad_time", "future_time")
