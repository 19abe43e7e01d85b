"""Whose columns are whose: the synonym table, and what it makes of the headers senders send."""

import pytest

from leads.column_names import (
    CALLED_SIDE,
    CHANNEL_LEVELS,
    SYNONYMS,
    column_letter,
    columns_by_choice,
    normalise,
    recognise,
)

# the table of the import rules, as printed
PROMISED = {
    "phone": "手机 手机号 手机号码 客户手机号 电话 联系电话 联系方式 客户电话 主叫号码 来电号码 客户真实号码 mobile phone tel",
    "name": "姓名 客户姓名 称呼 联系人 name",
    "model": "意向车型 意向车系 首触意向车型 车系 车型 model",
    "received_at": "时间 提交时间 下单时间 留资时间 创建时间 线索创建时间 呼叫时间 来电时间 采集时间 咨询时间 date time",
    "issued_at": "线索下发时间 下发时间",
    "deadline": "跟进截止时间",
    "external_id": "线索ID 线索编号 线索唯一ID 订单号 订单ID id",
    "city": "城市 地区 所在城市 归属地 市",
}


@pytest.mark.parametrize(("field", "header"), [(field, header) for field, headers in PROMISED.items() for header in headers.split()])
def test_every_promised_header_is_recognised(field, header):
    assert recognise([header]).fields == {field: 0}


@pytest.mark.parametrize(
    "header", ["手机号", " 手机号 ", "手机号*", "*手机号：", "手机号（必填）", "手机号(选填)", "手 机 号", "手机号\n【必填】", "\ufeff手机号", "手机号(11位)"]
)
def test_decoration_does_not_hide_a_name(header):
    assert normalise(header) == "手机号"


@pytest.mark.parametrize("header", ["PHONE", "Ｐｈｏｎｅ", "Phone ", "phone*", "Phone Number", "phone_number"])
def test_case_and_width_do_not_matter(header):
    assert recognise([header]).fields == {"phone": 0}


def test_no_name_means_two_things():
    every = [normalise(name) for names in (*SYNONYMS.values(), *CHANNEL_LEVELS) for name in names.split()]

    assert sorted({name for name in every if every.count(name) > 1}) == []


def test_the_called_side_of_a_hotline_log_is_nobodys_number():
    columns = recognise(["被叫号码", "被叫真实号码", "400号码", "主叫号码"])

    assert columns.fields == {"phone": 3}
    assert columns.extras == ((0, "被叫号码"), (1, "被叫真实号码"), (2, "400号码"))
    assert columns_by_choice(["被叫号码", "主叫"], {0: "phone", 1: "phone"}).fields == {"phone": 1}
    assert len(CALLED_SIDE) == 3


def test_a_name_that_occurs_twice_keeps_its_first_meaning_and_the_second_is_kept():
    columns = recognise(["手机", "备注", "备注", "联系电话"])

    assert columns.fields == {"phone": 0, "remark": 1}
    assert columns.extras == ((2, "备注 (C)"), (3, "联系电话"))


def test_the_series_is_the_model_where_a_file_has_both():
    assert recognise(["手机", "车型", "车系"]).fields["model"] == 2
    assert recognise(["手机", "车系", "车型"]).fields["model"] == 1
    assert recognise(["手机", "车型"]).fields["model"] == 1
    assert recognise(["手机", "意向车型", "车系", "车型"]).fields["model"] == 1


def test_created_is_received_and_handed_down_is_issued():
    columns = recognise(["手机", "线索下发时间", "线索创建时间", "跟进截止时间"])

    assert columns.fields == {"phone": 0, "issued_at": 1, "received_at": 2, "deadline": 3}


def test_channel_columns_stand_in_the_order_of_their_levels():
    columns = recognise(["三级渠道名称", "手机", "一级渠道名称", "二级渠道名称", "渠道"])

    assert columns.channel == (2, 3, 0)
    assert columns.extras == ((4, "渠道"),)
    assert columns.extras_and_channel == ((4, "渠道"), (2, "一级渠道名称"), (3, "二级渠道名称"), (0, "三级渠道名称"))


@pytest.mark.parametrize("header", ["渠道", "来源", "渠道名称", "线索来源", "一级来源"])
def test_a_single_channel_column_is_the_first_level(header):
    assert recognise(["手机", header]).channel == (1,)


def test_kind_columns_are_asked_for_test_rows_and_stay_extras():
    columns = recognise(["手机", "线索类型", "状态", "标签", "类型"])

    assert columns.kinds == (1, 2, 3, 4)
    assert [index for index, _ in columns.extras] == [1, 2, 3, 4]


def test_what_was_recognised_can_be_corrected_by_hand():
    headers = ["手机", "顾客", "哪里来", "渠道", "市"]

    columns = columns_by_choice(headers, {**recognise(headers).choice, 1: "name", 2: "channel", 4: ""})

    assert columns.fields == {"phone": 0, "name": 1}
    assert columns.channel == (2, 3)
    assert columns.extras == ((4, "市"),)


def test_a_choice_for_columns_that_are_not_there_or_fields_nobody_knows_is_passed_over():
    assert columns_by_choice(["手机", "x"], {0: "phone", 1: "salary", 7: "name", -1: "city"}).choice == {0: "phone"}


def test_every_column_has_a_name_of_its_own_to_be_kept_under():
    assert recognise(["x (C)", "x", "x", "", " "]).headers == ("x (C)", "x", "x (C) (C)", "D", "E")


def test_columns_without_a_name_go_by_their_letter():
    assert [column_letter(index) for index in (0, 25, 26, 199)] == ["A", "Z", "AA", "GR"]


def test_our_own_reason_column_is_no_part_of_what_the_sender_said():
    columns = recognise(["手机", "姓名", "拒绝原因", "级别"])

    assert columns.extras == ((3, "级别"),)
    assert columns.told_apart_by == (1, 3)
