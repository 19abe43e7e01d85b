"""What the log of a hotline says of the call in each of its rows."""

from datetime import datetime, time, timedelta

import pytest

from leads.intake.arrival import Rang
from leads.intake.call_log import read_seconds as seconds
from leads.intake.call_log import said_answered
from leads.intake.columns import columns_by_choice, recognise
from leads.intake.row_reading import read_row
from leads.intake.time_cells import Calendar
from tests.moments import NOW, ZONE

CALENDAR = Calendar(ZONE)
HEADER = ["主叫号码", "被叫号码", "呼叫时间", "通话时长(秒)", "接听状态", "等待时长", "接听人"]


def rang(header, cells):
    """Read one row and return the call in it."""
    return read_row(cells, recognise(header), calendar=CALENDAR, now=NOW).rang


@pytest.mark.parametrize("word", ["已接", "已接听", "接通", "已接通", "接听", "成功", "ANSWERED", "是", "正常接听", "通话成功", "1"])
def test_words_for_an_answered_call(word):
    assert said_answered(word) is True


@pytest.mark.parametrize(
    "word",
    [
        "未接",
        "未接通",
        "未接听",
        "无人接听",
        "振铃未接",
        "来电未接通",
        "坐席未接",
        "漏接",
        "呼损",
        "放弃",
        "排队放弃",
        "忙",
        "拒接",
        "NO ANSWER",
        "missed",
        "否",
        "0",
    ],
)
def test_words_for_a_missed_call(word):
    assert said_answered(word) is False


@pytest.mark.parametrize("word", ["", "转接", "其他"])
def test_words_that_say_neither(word):
    assert said_answered(word) is None


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        *[("237", 237), (237, 237), (237.0, 237), ("237秒", 237), ("3分57秒", 237), ("3'57\"", 237), ("00:03:57", 237), ("3:57", 237), ("1小时2分3秒", 3723)],
        *[(time(0, 3, 57), 237), (datetime(1900, 1, 1, 0, 3, 57), 237), (timedelta(seconds=237), 237), ("０", 0), ("24:00:00", 86400)],  # noqa: DTZ001
        *[("", None), (None, None), (True, None), ("很久", None), ("24:00:01", None), (-1, None)],
    ],
)
def test_a_length_is_read_however_it_is_written(cell, wanted):
    assert seconds(cell) == wanted


def test_a_bare_number_under_minutes_counts_minutes():
    header = [*HEADER[:3], "通话时长（分钟）", "接听状态"]

    assert rang(header, ["15400000001", "4008001234", "2026-11-23 09:00", "2", "已接"]) == Rang(True, 120)


def test_a_row_tells_whether_it_was_answered_how_long_and_by_whom():
    assert rang(HEADER, ["15400000001", "4008001234", "2026-11-23 09:00", "237", "已接", "12", "王伟"]) == Rang(True, 237, 12, "王伟")


def test_a_missed_call_has_nobody_and_no_length():
    assert rang(HEADER, ["15400000001", "4008001234", "2026-11-23 09:00", "31", "未接", "31", "王伟"]) == Rang(False, 0, 31, "")


@pytest.mark.parametrize(("length", "answered"), [("1", True), ("0", False), ("", False)])
def test_where_the_state_says_nothing_the_length_does(length, answered):
    assert rang(HEADER, ["15400000001", "4008001234", "2026-11-23 09:00", length, "", "", ""]).answered is answered


def test_without_a_called_side_no_file_is_a_hotlines():
    assert rang([name for name in HEADER if name != "被叫号码"], ["15400000001", "2026-11-23 09:00", "237", "已接", "12", "王伟"]) is None


def test_without_a_called_side_somebody_says_which_columns_tell_of_the_calls():
    headers = ["主叫号码", "时间", "结果", "秒", "接听人"]
    chosen = {0: "phone", 1: "received_at", 2: "call_state", 3: "call_talk"}

    columns = columns_by_choice(headers, chosen)
    row = read_row(["15400000001", "2026-11-23 09:00", "已接", "237", "王伟"], columns, calendar=CALENDAR, now=NOW)

    assert row.rang == Rang(True, 237, None, "王伟")
    assert columns.choice == chosen
    assert columns_by_choice(headers, chosen | {2: "", 3: ""}).call_log is None
    assert columns_by_choice(headers, chosen | {2: "call_who", 3: "call_wait"}).call_log is None


def test_without_state_and_length_nobody_knows_of_a_call():
    assert rang(["主叫号码", "被叫号码", "呼叫时间"], ["15400000001", "4008001234", "2026-11-23 09:00"]) is None


def test_what_somebody_does_not_want_to_have_tells_nothing():
    columns = columns_by_choice(HEADER, {0: "phone", 2: "received_at", 3: "-", 4: "-"})
    columns = type(columns)(columns.headers, columns.fields, columns.channel, columns.clocks, columns.no_id, left_out=(3, 4))

    assert read_row(["15400000001", "4008001234", "2026-11-23 09:00", "237", "已接", "", ""], columns, calendar=CALENDAR, now=NOW).rang is None


def test_the_columns_of_a_call_stay_with_the_inquiry_and_are_no_riddle():
    columns = recognise(HEADER)

    row = read_row(["15400000001", "4008001234", "2026-11-23 09:00", "237", "已接", "12", "王伟"], columns, calendar=CALENDAR, now=NOW)

    assert row.extra == {"被叫号码": "4008001234", "通话时长(秒)": "237", "接听状态": "已接", "等待时长": "12", "接听人": "王伟"}
    assert columns.unknown == ()
