"""Rows that are nobody: tests and previews of a platform, examples of a template."""

import pytest

from leads.intake.columns import recognise
from leads.intake.trial_rows import is_trial

TRIALS = [
    *[("线索类型", mark) for mark in ("测试", " 测试 ", "测试线索", "测试数据", "内部测试", "广告预览", "异常提交", "TEST", "测试（请忽略）", "【测试】")],
    *[("状态", mark) for mark in ("测试", "预览")],
    *[("标签", mark) for mark in ("测试单", "系统测试", "重复,测试", "测试|无效")],
    *[("是否测试", mark) for mark in ("是", "1", "TRUE", True, "Y", 1.0)],
    *[("姓名", name) for name in ("测试", "测试1", "测试用户", "测试测试", "test", "Test01", "测试-请勿打", "测试（请忽略）", "【测试】", "ceshi")],
    *[("姓名", name) for name in ("示例：张三", "示例", "（示例）张三", "张三（示例）", "样例1", "例：张三", "Example", "示例行,请删除")],
    *[("手机", cell) for cell in ("例：13800138000", "如：13800138000", "示例:13800138000")],
    *[("提交时间", cell) for cell in ("如：2026-01-01 09:30",)],
    *[("序号", cell) for cell in ("示例", "样例：", "（示例）")],
]
CUSTOMERS = [
    *[("线索类型", mark) for mark in ("留资", "测试驾驶", "试驾", "询价", "", None)],
    *[("是否测试", mark) for mark in ("否", "0", False, "")],
    *[("姓名", name) for name in ("测试员王", "王测试", "testa", "例子", "如意", "马示范", "李例", "Eg", "")],
    *[("备注", text) for text in ("测试", "例如周末来", "如：周末")],
    *[("意向车型", text) for text in ("测试版",)],
]


@pytest.mark.parametrize(("header", "cell"), TRIALS)
def test_a_row_marked_as_test_or_example_is_nobody(header, cell):
    assert is_trial([cell], recognise([header]))


@pytest.mark.parametrize(("header", "cell"), CUSTOMERS)
def test_a_word_that_only_looks_like_a_mark_rejects_nobody(header, cell):
    assert not is_trial([cell], recognise([header]))
