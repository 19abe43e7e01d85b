"""Rows that are nobody: a platform's own test or preview, and the example line of a template."""

import re
from collections.abc import Sequence

from leads.cells import Cell, cell_text, half_width
from leads.columns import Columns

_KIND = re.compile(
    r"(?:内部|系统|平台|广告|接口|线上|线下|功能|联调|媒体|后台)?(?:测试|自测|试投|test)(?:线索|数据|客户|用户|订单|单|留资|表单|提交|流量|号码|号|账号|类|中|专用|使用|lead|data)?|"
    r"(?:广告|页面|表单|落地页|线索)?预览(?:线索|数据)?|异常提交|demo|preview"
)
_NAME = re.compile(
    r"(?:内部|系统|平台|广告|接口|线上|功能|联调)?(?:测试|ceshi|test)(?:线索|数据|客户|用户|订单|单|留资|表单|提交|电话|号码|号|账号|姓名|名字|专用|勿打|请勿拨打|请勿打|请忽略|user|name|lead)?"
    r"[-_ ]?[\d一二三四五六七八九十]{0,4}"
)
_EXAMPLE = re.compile(
    r"\(?(?:填写)?(?:示例|样例|范例|示范)(?:数据|行|客户|姓名)?(?:[:()\-,].*|\d*)|\(?(?:例|例如|如):.*|(?:example|sample)(?:[:\-].*|\s?\d*)|"
    r".*\((?:示例|样例|范例|例)\)",
    re.DOTALL,
)
_EXAMPLE_CELL = re.compile(r"\(?(?:填写)?(?:示例|样例|范例|示范)(?:数据|行|填写)?\)?[:：]?")
_YES = frozenset(("是", "1", "true", "yes", "y", "t", "测试"))


def is_trial(cells: Sequence[Cell], columns: Columns) -> bool:
    """Whether a type or state column, the name or an example's mark says that this row is no customer. Only whole cells count: 测试员王 is a name."""
    if any(_KIND.fullmatch(_said(cells[index])) for index in columns.kinds) or any(_said(cells[index]) in _YES for index in columns.flags):
        return True
    names = [_said(cells[index]) for index in columns.fields.get("name", ())]
    return any(name and (_NAME.fullmatch(name) or _EXAMPLE.fullmatch(name)) for name in names) or _is_example(cells)


def _is_example(cells: Sequence[Cell]) -> bool:
    return any(type(cell) is str and len(cell) < 12 and "例" in cell and _EXAMPLE_CELL.fullmatch(_said(cell)) for cell in cells)


def _said(cell: Cell) -> str:
    return half_width(cell_text(cell)).casefold()
