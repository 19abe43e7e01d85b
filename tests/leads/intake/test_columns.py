"""The columns of a file: several of one field in their order, pairs of date and time, and under which names the others are kept."""

import pytest

from leads.intake.column_names import CALLED_SIDE
from leads.intake.columns import column_letter, columns_by_choice, recognise


def test_the_called_side_of_a_hotline_log_is_nobodys_number():
    columns = recognise(["被叫号码", "被叫真实号码", "400号码", "主叫号码"])

    assert columns.fields == {"phone": (3,)}
    assert columns.extras == ((0, "被叫号码"), (1, "被叫真实号码"), (2, "400号码"))
    assert columns_by_choice(["被叫号码", "主叫"], {0: "phone", 1: "phone"}).fields == {"phone": (1,)}
    assert {"被叫号码", "400号码"} <= CALLED_SIDE


@pytest.mark.parametrize(
    ("headers", "field", "order"),
    [
        (["主叫号码", "客户真实号码"], "phone", (1, 0)),
        (["虚拟号码", "主叫号码", "电话", "手机", "真实手机号"], "phone", (4, 3, 2, 1, 0)),
        (["手机", "联系电话", "手机号"], "phone", (0, 2, 1)),
        (["昵称", "称呼", "姓名"], "name", (2, 1, 0)),
        (["车型", "车系"], "model", (1, 0)),
        (["车系", "意向车型", "车型"], "model", (1, 0, 2)),
        (["推送时间", "创建时间", "时间", "留资时间"], "received_at", (3, 1, 2, 0)),
        (["备注", "留言", "备注"], "remark", (0, 2, 1)),
        (["id", "订单号", "线索ID"], "external_id", (2, 1, 0)),
    ],
)
def test_of_several_columns_of_a_field_the_best_is_asked_first(headers, field, order):
    assert recognise(headers).fields == {field: order}


@pytest.mark.parametrize(
    ("headers", "moments", "clocks"),
    [
        (["来电日期", "来电时间"], (0,), ((0, 1),)),
        (["时间", "日期"], (1,), ((1, 0),)),
        (["date", "time"], (0,), ((0, 1),)),
        (["提交日期", "创建时间"], (0, 1), ()),
        (["日期", "来电时间"], (0,), ((0, 1),)),
        (["时间", "留资日期"], (1,), ((1, 0),)),
        (["日期", "来电时间", "创建时间"], (1, 2, 0), ()),
        (["留资日期", "留资时间", "创建时间"], (0, 2), ((0, 1),)),
    ],
)
def test_a_date_and_a_time_of_one_stem_are_one_moment(headers, moments, clocks):
    columns = recognise(headers)

    assert (columns.fields["received_at"], columns.clocks, columns.extras) == (moments, clocks, ())
    assert columns_by_choice(headers, columns.choice) == columns


@pytest.mark.parametrize(
    ("headers", "phones"),
    [
        (["销售顾问", "电话", "客户姓名", "客户电话"], (3,)),
        (["客户姓名", "手机", "跟进人", "联系电话"], (1,)),
        (["销售顾问", "电话", "客户姓名"], (1,)),
        (["姓名", "电话", "销售线索", "手机"], (3, 1)),
    ],
)
def test_a_number_beside_one_of_our_people_is_theirs_if_there_is_another(headers, phones):
    assert recognise(headers).fields["phone"] == phones


def test_created_is_received_and_handed_down_is_issued():
    columns = recognise(["手机", "线索下发时间", "线索创建时间", "跟进截止时间"])

    assert columns.fields == {"phone": (0,), "issued_at": (1,), "received_at": (2,), "deadline": (3,)}


def test_channel_columns_stand_in_the_order_of_their_levels():
    columns = recognise(["三级渠道名称", "手机", "一级渠道名称", "二级渠道名称", "渠道"])

    assert columns.channel == (2, 3, 0)
    assert columns.extras == ((4, "渠道"),)
    assert columns.extras_and_channel == ((4, "渠道"), (2, "一级渠道名称"), (3, "二级渠道名称"), (0, "三级渠道名称"))


@pytest.mark.parametrize("header", ["渠道", "来源", "渠道名称", "线索来源", "一级来源", "投放平台"])
def test_a_single_channel_column_is_the_first_level(header):
    assert recognise(["手机", header]).channel == (1,)


def test_of_two_columns_of_one_level_the_channel_goes_before_the_platform():
    assert recognise(["平台", "手机", "渠道"]).channel == (2,)


def test_kind_columns_are_asked_for_test_rows_and_stay_extras():
    columns = recognise(["手机", "线索类型", "状态", "标签", "类型", "是否测试"])

    assert (columns.kinds, columns.flags) == ((1, 2, 3, 4), (5,))
    assert [index for index, _ in columns.extras] == [1, 2, 3, 4, 5]


def test_what_was_recognised_can_be_corrected_by_hand():
    headers = ["手机", "顾客们", "哪里来", "渠道", "市"]

    columns = columns_by_choice(headers, {**recognise(headers).choice, 1: "name", 2: "channel", 4: ""})

    assert columns.fields == {"phone": (0,), "name": (1,)}
    assert columns.channel == (2, 3)
    assert columns.extras == ((4, "市"),)


def test_a_column_somebody_chose_comes_behind_those_named_after_the_field():
    assert columns_by_choice(["甲", "姓名"], {0: "name", 1: "name"}).fields == {"name": (1, 0)}


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


def test_what_only_numbers_the_rows_tells_no_rows_apart():
    columns = recognise(["序号", "手机", "姓名", "ID"]).without_ids([3])

    assert (columns.fields, columns.no_id, columns.told_apart_by) == ({"phone": (1,), "name": (2,)}, (3,), (2,))
    assert columns.extras == ((0, "序号"), (3, "ID"))
