"""Rows that are nobody: a platform's own test or preview, and the example line of a template."""

import re
from collections.abc import Sequence
from functools import lru_cache

from leads.intake.cells import Cell, cell_text, half_width
from leads.intake.columns import Columns

_KIND = re.compile(
    r"(?:内部|系统|平台|广告|接口|线上|线下|功能|联调|媒体|后台|无效)?(?:测试|自测|试投|test)"
    r"(?:线索|数据|客户|用户|订单|单|留资|表单|提交|流量|号码|号|账号|类|中|专用|使用|lead|data)?(?:[\s\-_]*\(.*\))?|"
    r"(?:广告|页面|表单|落地页|线索)?预览(?:线索|数据)?|异常提交|demo|preview"
)
_NAME = re.compile(
    r"(?:内部|系统|平台|广告|接口|线上|功能|联调)?(?:(?:测试){1,3}|ceshi|test)"
    r"(?:线索|数据|客户|用户|订单|单|留资|表单|提交|电话|号码|号|账号|姓名|名字|专用|user|name|lead)?"
    r"[-_ ,(]*(?:请?勿[打联跟].*|请勿拨.*|请?忽略.*|不用.*|[\d一二三四五六七八九十]{0,4})\)?"
)
_EXAMPLE = re.compile(
    r"\(?(?:填写|参考)?(?:示例|样例|范例|示范|举例)(?:数据|行|客户|用户|姓名)?(?:[:()\-, ].*|\d*)|"
    r"(?:example|sample)(?:[:\-].*|\s?\d*)|.*\((?:示例|样例|范例|举例|例)\)",
    re.DOTALL,
)
# how the cells of a template's example row begin: 例：13800138000, 如：2026-01-01
_EXAMPLE_OF = re.compile(r"\(?(?:示例|样例|范例|举例|例如|例|如|e\.?g\.?):.*", re.DOTALL)
_EXAMPLE_CELL = re.compile(r"\(?(?:填写)?(?:示例|样例|范例|示范)(?:数据|行|填写)?\)?[:：]?")
_EXAMPLE_BEGINS = frozenset("(（示样范举例如eE")
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_LONGEST = 12  # characters of a cell that only marks its row
_SEVERAL = re.compile(r"\s*[,;|/、]\s*")  # between the labels of a row
_YES = frozenset(("是", "1", "true", "yes", "y", "t", "测试"))


def is_trial(cells: Sequence[Cell], columns: Columns) -> bool:
    """Whether a type or state column, the name or an example's mark says that this row is no customer. Only whole cells count: 测试员王 is a name."""
    return _is_test(cells, columns) or _is_example(cells, columns)


def _is_test(cells: Sequence[Cell], columns: Columns) -> bool:
    for index in columns.kinds:
        if _is_kind(cell_text(cells[index])):
            return True
    return any(_said(cell_text(cells[index])) in _YES for index in columns.flags)


def _is_example(cells: Sequence[Cell], columns: Columns) -> bool:
    for index in columns.fields.get("name", ()):
        if _is_name(cell_text(cells[index])):
            return True
    for index in columns.shown_by_example:
        cell = cells[index]
        if type(cell) is str and cell[:1] in _EXAMPLE_BEGINS and _EXAMPLE_OF.fullmatch(_said(cell)):
            return True
    marks = [cell for cell in cells if type(cell) is str and "例" in cell and len(cell) < _LONGEST]
    return any(_EXAMPLE_CELL.fullmatch(_said(cell)) for cell in marks)


@lru_cache(maxsize=2_000)
def _is_kind(text: str) -> bool:
    return any(map(_KIND.fullmatch, _SEVERAL.split(_said(text))))


@lru_cache(maxsize=20_000)
def _is_name(text: str) -> bool:
    said = _said(text)
    return bool(said and (_NAME.fullmatch(said) or _EXAMPLE.fullmatch(said)))


def _said(text: str) -> str:
    said = half_width(text).casefold()
    return bare[1] if (bare := _IN_BRACKETS.fullmatch(said)) else said  # 【测试】
