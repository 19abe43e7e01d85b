"""What a time cell says: the paragraph “Time” of the import rules."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leads.intake.time_cells import Calendar, Moment, read_any_moment, read_moment

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
    ("2026-10-03T09:05+09", shanghai(2026, 10, 3, 8, 5)),
    ("20261003", shanghai(2026, 10, 3)),
    ("202610030905", shanghai(2026, 10, 3, 9, 5)),
    ("20261003090507", shanghai(2026, 10, 3, 9, 5, 7)),
    ("20261003090507123", shanghai(2026, 10, 3, 9, 5, 7)),
    ("20261003090507.0", shanghai(2026, 10, 3, 9, 5, 7)),
    ("20261003 09:05", shanghai(2026, 10, 3, 9, 5)),
    ("20261003T090507Z", datetime(2026, 10, 3, 9, 5, 7, tzinfo=UTC)),
    (20261003.0, shanghai(2026, 10, 3)),
    (20261003090507.0, shanghai(2026, 10, 3, 9, 5, 7)),
    ("1790989507", shanghai(2026, 10, 3, 9, 5, 7)),
    ("1790989507000", shanghai(2026, 10, 3, 9, 5, 7)),
    (1790989507.0, shanghai(2026, 10, 3, 9, 5, 7)),
    ("/Date(1790989507000)/", shanghai(2026, 10, 3, 9, 5, 7)),
    ("2026年10月3日 星期六 9:05", shanghai(2026, 10, 3, 9, 5)),
    ("2026/10/3 周六 9:05", shanghai(2026, 10, 3, 9, 5)),
    ("星期六 2026-10-03 09:05", shanghai(2026, 10, 3, 9, 5)),
    ("2026-10-03 09:05 (UTC+8)", shanghai(2026, 10, 3, 9, 5)),
    ("2026-10-03 09:05:07 GMT+0800", shanghai(2026, 10, 3, 9, 5, 7)),
    ("2026-10-03 01:05 UTC", shanghai(2026, 10, 3, 9, 5)),
    ("2026-10-03 09:05 北京时间", shanghai(2026, 10, 3, 9, 5)),
    ("Sat Oct 03 09:05:07 CST 2026", shanghai(2026, 10, 3, 9, 5, 7)),
    ("Sat, 3 Oct 2026 09:05:07 +0800", shanghai(2026, 10, 3, 9, 5, 7)),
    ("Oct 3, 2026 9:05 AM", shanghai(2026, 10, 3, 9, 5)),
    ("03-Oct-2026 09:05", shanghai(2026, 10, 3, 9, 5)),
    ("09:05 2026-10-03", shanghai(2026, 10, 3, 9, 5)),
    ("2026-10-03_09:05:07", shanghai(2026, 10, 3, 9, 5, 7)),
    ("2026-10-03 09-05-07", shanghai(2026, 10, 3, 9, 5, 7)),
    ("2026-10-03 凌晨1:05", shanghai(2026, 10, 3, 1, 5)),
    ("2026-10-03 中午12:05", shanghai(2026, 10, 3, 12, 5)),
    ("2026-10-03 中午1:05", shanghai(2026, 10, 3, 13, 5)),
    ("2026-10-03 晚上9:05", shanghai(2026, 10, 3, 21, 5)),
    ("2026-10-03 24:00", shanghai(2026, 10, 4)),
    ("2026-10-03 09:05 Asia/Shanghai", shanghai(2026, 10, 3, 9, 5)),
    ("2026-10-03T09:05:07+08:00[Asia/Shanghai]", shanghai(2026, 10, 3, 9, 5, 7)),
    ("2026-10-03 09:05（东八区）", shanghai(2026, 10, 3, 9, 5)),
    ("2026-10-03 09:05:07-05:00", datetime(2026, 10, 3, 14, 5, 7, tzinfo=UTC)),
    ("20261003T090507+0800", shanghai(2026, 10, 3, 9, 5, 7)),
    ("2026-10-03-09:05", shanghai(2026, 10, 3, 9, 5)),
    ("2026/10/03/09:05", shanghai(2026, 10, 3, 9, 5)),
    ("Saturday, October 3, 2026 at 9:05 AM", shanghai(2026, 10, 3, 9, 5)),
    ("2026-Oct-03 09:05", shanghai(2026, 10, 3, 9, 5)),
    ("03/Oct/2026 09:05", shanghai(2026, 10, 3, 9, 5)),
    ("2026 年 10 月 3 日 9 时 5 分", shanghai(2026, 10, 3, 9, 5)),
    ("2026年10月3日上午9点半", shanghai(2026, 10, 3, 9, 30)),
    ("1790989507000000", shanghai(2026, 10, 3, 9, 5, 7)),
    ("1111161:05:07", shanghai(2026, 10, 3, 9, 5, 7)),  # [h]:mm:ss of a whole date
    ("“2026-10-03 09:05”", shanghai(2026, 10, 3, 9, 5)),
    ("2000-01-01", shanghai(2000, 1, 1)),
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
    "2026-10-03 09:05至10:00",
    "2026-10-03 09:05-10:00",
    "2026-10-03 09:05-10",
    "2026-10-03 09-10:30",
    "2026-10-03 9:05-5",
    "202610030905-1000",
    "100000:00:00",
    "03-Oct-26 09:05",
    "2026-10-03 24:01",
    "2026-10-03 晚上12:05",
    "2026-10-03 9:123",
    "10-03 09:05",
    "03/10/2026 09:05",
    "10/3/26 9:05",
    "1999-12-31 23:59:59",
    "1970-01-01 08:00:00",
    "1900-01-01",
    "1899-12-30 00:00:00",
    "0000-00-00 00:00:00",
    date(1970, 1, 1),
    0.0,
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


@pytest.mark.parametrize(
    ("day", "clock", "moment"),
    [
        (date(2026, 10, 3), time(9, 5, 7), shanghai(2026, 10, 3, 9, 5, 7)),
        ("2026-10-03", "09:05:07", shanghai(2026, 10, 3, 9, 5, 7)),
        ("20261003", "090507", shanghai(2026, 10, 3, 9, 5, 7)),
        ("2026年10月3日", "上午9点5分", shanghai(2026, 10, 3, 9, 5)),
        (46298.0, 0.37855324074, shanghai(2026, 10, 3, 9, 5, 7)),
        ("46298", "0.37855324074", shanghai(2026, 10, 3, 9, 5, 7)),
        ("2026-10-03 09:05:07", "23:00", shanghai(2026, 10, 3, 9, 5, 7)),
        ("2026-10-03 00:00:00", "09:05:07", shanghai(2026, 10, 3, 9, 5, 7)),
        ("2026-10-03 00:00:00", "", shanghai(2026, 10, 3)),
        ("2026-10-02", "2026-10-03 09:05:07", shanghai(2026, 10, 3, 9, 5, 7)),
        ("", "2026-10-03 09:05:07", shanghai(2026, 10, 3, 9, 5, 7)),
        ("2026-10-03", "-", shanghai(2026, 10, 3)),
        ("2026-10-03", None, shanghai(2026, 10, 3)),
    ],
)
def test_a_day_and_a_time_of_day_are_one_moment(day, clock, moment):
    assert read_moment(day, SHANGHAI, NOW, clock) == Moment(moment)


@pytest.mark.parametrize(("day", "clock"), [("", "09:05"), ("2026-10-03", "25:00"), ("2026-10-03", "随时"), ("1970-01-01", "09:05"), ("2026-10-03", True)])
def test_a_time_of_day_without_a_day_is_no_moment(day, clock):
    assert read_moment(day, SHANGHAI, NOW, clock) == Moment(problem="bad_time")


def test_days_may_count_from_1904():
    calendar = Calendar(SHANGHAI.zone, from_1904=True)

    assert read_moment(44836.37855324074, calendar, NOW) == Moment(shanghai(2026, 10, 3, 9, 5, 7))
    assert read_moment("2026-10-03 09:05:07", calendar, NOW) == Moment(shanghai(2026, 10, 3, 9, 5, 7))


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
