"""What a whole row says: its fields, what is kept beside them, and the one reason to reject it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leads.intake.columns import columns_by_choice, recognise
from leads.intake.row_reading import Row, joined_levels, read_row
from leads.intake.time_cells import Calendar

SHANGHAI = Calendar(ZoneInfo("Asia/Shanghai"))
NOW = datetime(2026, 11, 20, 12, tzinfo=SHANGHAI.zone)
PHONE = "13812345678"
AT_NINE = datetime(2026, 11, 2, 1, tzinfo=UTC)


def read(**cells):
    """Read a row given as header=cell; a good phone, id and time stand in front unless the row brings its own."""
    row = {"手机": PHONE, "线索ID": "X1", "提交时间": "2026-11-02 09:00:00", **cells}
    return read_row(list(row.values()), recognise(list(row)), calendar=SHANGHAI, now=NOW)


DULL = Row(
    phone=PHONE,
    second_phone="",
    name="",
    model="",
    received_at=AT_NINE,
    issued_at=None,
    deadline=None,
    external_id="X1",
    city="",
    gender="",
    campaign="",
    remark="",
    channel_levels=(),
    extra={},
    fingerprint="",
    problem="",
    notices=(),
)


def test_a_full_row_is_read_field_by_field():
    row = read(
        姓名="王伟",
        车系="卡罗拉",
        车型="2026款",
        线索下发时间="2026-11-02 09:07",
        跟进截止时间="2026-12-01 09:00",
        城市="长春",
        性别="女",
        备用电话="0431-54093638",
        活动="国庆团购",
        备注="周末\n来店",
        一级渠道名称="垂媒",
        二级渠道名称="汽车之家",
        级别="A",
    )

    assert row == replace(
        DULL,
        name="王伟",
        model="卡罗拉",
        issued_at=datetime(2026, 11, 2, 1, 7, tzinfo=UTC),
        deadline=datetime(2026, 12, 1, 1, tzinfo=UTC),
        city="长春",
        gender="female",
        second_phone="043154093638",
        campaign="国庆团购",
        remark="周末\n来店",
        channel_levels=("垂媒", "汽车之家"),
        extra={"车型": "2026款", "级别": "A", "一级渠道名称": "垂媒", "二级渠道名称": "汽车之家"},
    )


def test_columns_that_are_not_there_are_empty():
    row = read_row([PHONE], columns_by_choice(["手机"], {0: "phone"}), calendar=SHANGHAI, now=NOW)

    assert replace(row, fingerprint="") == replace(DULL, received_at=None, external_id="")


REASONS = [
    ("no_phone", {"手机": " "}),
    ("masked_phone", {"手机": "138****5678"}),
    ("precision_lost", {"手机": "1.38E+10"}),
    ("bad_phone", {"手机": "10086"}),
    ("no_phone", {"手机": "无"}),
    ("test_lead", {"线索类型": "广告预览"}),
    ("test_lead", {"类型": " 测试 "}),
    ("test_lead", {"状态": "异常提交"}),
    ("test_lead", {"标签": "测试"}),
    ("bad_time", {"提交时间": "昨天"}),
    ("future_time", {"提交时间": "2099-01-01"}),
    ("name_too_long", {"姓名": "王" * 61}),
    ("", {"线索类型": "测试驾驶"}),
    ("", {"姓名": "王" * 60}),
]


@pytest.mark.parametrize(("problem", "cells"), REASONS)
def test_a_row_is_rejected_with_its_reason(problem, cells):
    assert read(**cells).problem == problem


@pytest.mark.parametrize("place", range(5))
def test_of_several_reasons_the_first_counts(place):
    faults = [
        ("bad_phone", "手机", "1"),
        ("test_lead", "类型", "测试"),
        ("bad_time", "提交时间", "?"),
        ("name_too_long", "姓名", "王" * 61),
        ("", "城市", "长春"),
    ]

    row = read(**{header: cell for _, header, cell in faults[place:]})

    assert row.problem == faults[place][0]


def test_a_rejected_row_still_says_what_can_be_read():
    row = read(手机="10086", 姓名="王伟", 级别="A")

    assert (row.name, row.extra, row.received_at) == ("王伟", {"级别": "A"}, AT_NINE)


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        (" 王伟 ", "王伟"),
        ("=1+1", "=1+1"),
        ("王\x00\x07伟", "王伟"),
        ("王\u202e伟", "王伟"),
        ("欧阳\n\t娜  娜", "欧阳 娜 娜"),
        ("　李　娜　", "李 娜"),
        ("", ""),
        (None, ""),
        (7.0, "7"),
    ],
)
def test_a_name_is_text_on_one_line(cell, name):
    assert read(姓名=cell).name == name


@pytest.mark.parametrize(
    ("cell", "external_id", "notices"),
    [
        ("700001", "700001", ()),
        ("700001.0", "700001", ()),
        (700001.0, "700001", ()),
        (" 'A-17 ", "A-17", ()),
        ("６６Ａ", "66A", ()),
        ("123456789012345678", "123456789012345678", ()),
        (123456789012345.0, "123456789012345", ()),
        (123456789012345680, "123456789012345680", ()),
        (1234567890123456.0, "", ("external_id_dropped",)),
        (1.23e18, "", ("external_id_dropped",)),
        ("1.23E+18", "", ("external_id_dropped",)),
        ("1234567890123456.0", "", ("external_id_dropped",)),
        ("X" * 121, "", ("external_id_dropped",)),
        (1.5, "", ("external_id_dropped",)),
        ("", "", ()),
        (None, "", ()),
        ("-", "", ()),
        (0.0, "", ()),
        ("NULL", "", ()),
    ],
)
def test_an_id_is_text_and_one_that_may_be_many_peoples_is_none(cell, external_id, notices):
    row = read(线索ID=cell)

    assert (row.external_id, row.notices) == (external_id, notices)


def test_a_dropped_id_is_kept_as_it_came():
    assert read(线索ID="1.23E+18").extra == {"线索ID": "1.23E+18"}


@pytest.mark.parametrize(
    ("cell", "gender"), [("男", "male"), ("先生", "male"), (1.0, "male"), ("女士", "female"), (2.0, "female"), (0.0, ""), ("未知", ""), ("", "")]
)
def test_gender_is_read_from_words_and_codes(cell, gender):
    assert read(性别=cell) == replace(DULL, gender=gender)


def test_what_a_field_cannot_take_is_kept_and_said():
    row = read(性别="外星人", 下发时间="上周", 跟进截止时间="尽快", 意向车型="卡" * 61, 备用电话="无此号")

    assert row == replace(
        DULL,
        model="卡" * 60,
        extra={"性别": "外星人", "下发时间": "上周", "跟进截止时间": "尽快", "意向车型": "卡" * 61, "备用电话": "无此号"},
        notices=("second_phone_kept_aside", "model_shortened", "issued_at_dropped", "deadline_dropped", "gender_unknown"),
    )


def test_a_second_number_comes_from_the_phone_cell_before_its_own_column():
    assert read(手机=f"{PHONE}/13912345678").second_phone == "13912345678"
    assert read(备用电话="13912345678").second_phone == "13912345678"
    assert read(备用电话=PHONE) == DULL
    assert read(手机=f"{PHONE}/13912345678", 备用电话="13712345678") == replace(
        DULL, second_phone="13912345678", extra={"备用电话": "13712345678"}, notices=("second_phone_kept_aside",)
    )


def test_extras_are_kept_as_they_came_and_blank_ones_not_at_all():
    row = read(级别=" A ", 分数=2.0, 比例=0.25, 日期x=date(2026, 11, 2), 到店=True, 空=" \u3000", 号码2=13812345678.0)

    assert row.extra == {"级别": " A ", "分数": "2", "比例": "0.25", "日期x": "2026-11-02", "到店": "TRUE", "号码2": "13812345678"}


def test_every_level_of_the_files_own_channel_is_kept():
    row = read(一级渠道="垂媒", 二级渠道="汽车之家", 三级渠道=" ", 四级渠道="车家号")

    assert row.extra == {"一级渠道": "垂媒", "二级渠道": "汽车之家", "四级渠道": "车家号"}


def test_a_blank_level_between_two_others_stays_in_its_place():
    assert read(一级渠道="垂媒", 二级渠道="", 三级渠道="留资", 四级渠道=" ").channel_levels == ("垂媒", "", "留资")


@pytest.mark.parametrize(
    ("levels", "text"),
    [
        (("垂媒", "", "留资"), "垂媒 / 留资"),
        ((), ""),
        (("平" * 250,), "平" * 250),
        (("平" * 251,), "平" * 250),
        (("平" * 248, "二"), "平" * 248),
    ],
)
def test_the_levels_are_one_text_that_a_column_holds(levels, text):
    assert joined_levels(levels) == text


def test_only_a_row_without_id_and_time_has_a_fingerprint():
    assert read().fingerprint == ""
    assert read(线索ID="").fingerprint == ""
    assert read(提交时间="").fingerprint == ""
    assert len(read(线索ID="", 提交时间="").fingerprint) == 64


def test_the_fingerprint_is_of_what_the_other_cells_say():
    nobody = {"线索ID": "", "提交时间": ""}
    one = read(**nobody, 姓名="王伟", 级别=2.0).fingerprint

    assert read(**nobody, 级别="2", 姓名=" 王伟 ", 空="").fingerprint == one
    assert read(**nobody, 姓名="王伟", 级别=2.0, 手机="139 1234 5678").fingerprint == one
    assert read(**nobody, 姓名="王伟", 级别=2.0, 渠道="抖音").fingerprint == one
    assert read(**nobody, 姓名="王伟", 级别=3.0).fingerprint != one
    assert read(**nobody, 姓名="2", 级别="王伟").fingerprint != one


CELLS = st.none() | st.text(max_size=12) | st.floats() | st.integers() | st.booleans() | st.datetimes() | st.dates() | st.times()


@given(st.lists(CELLS, min_size=14, max_size=14))
def test_whatever_a_row_holds_it_is_read(cells):
    headers = ["手机", "姓名", "车型", "时间", "下发时间", "跟进截止时间", "id", "城市", "性别", "备用电话", "活动", "备注", "渠道", "别的"]

    row = read_row(cells, recognise(headers), calendar=SHANGHAI, now=NOW)

    assert bool(row.phone) or row.problem


@pytest.mark.parametrize(
    ("cell", "believed"),
    [
        ("2026-11-02 08:59:59", False),  # a second before they came
        ("2026-11-02 09:00:00", True),
        ("2026-12-02 09:00:00", True),  # thirty days after
        ("2026-12-02 09:00:01", False),
        ("2099-12-31", False),
        ("9999-12-31T23:59:59+08:00", False),
        ("2001-01-01", False),
    ],
)
def test_a_deadline_is_believed_from_the_arrival_on_and_for_thirty_days(cell, believed):
    row = read(跟进截止时间=cell)

    kept = ({}, ()) if believed else ({"跟进截止时间": cell}, ("deadline_dropped",))
    assert (row.deadline is not None, row.extra, row.notices, row.problem) == (believed, *kept, "")


def test_the_deadline_of_a_row_without_a_time_is_measured_from_its_entry():
    assert [read(提交时间="", 跟进截止时间=cell).deadline is None for cell in ("2026-11-20 11:59:59", "2026-11-20 12:00:00")] == [True, False]
