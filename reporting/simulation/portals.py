"""The files of the portals: each its own columns, kind and encoding."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import xlsxwriter


class Rang(NamedTuple):
    """What a hotline's log knows of a call: `who` answered, by username, where it says so."""

    answered: bool
    seconds: int = 0
    waited: int = 0
    who: str = ""


class Sent(NamedTuple):
    """What a portal knows of one person who asked; `at` is local time. `rang`: the call it was, where one of ours heard it."""

    key: str
    who: str
    phone: str
    model: str
    city: str
    at: datetime
    remark: str
    rang: Rang | None = None

    @property
    def moment(self) -> str:
        """The time as most portals write it."""
        return f"{self.at:%Y-%m-%d %H:%M:%S}"


@dataclass(frozen=True)
class Portal:
    """How one sender makes its file: `row` turns what is sent into its cells."""

    channel: str
    suffix: str
    header: tuple[str, ...]
    row: Callable[[Sent], tuple]
    title: str = ""
    privacy: bool = False  # whether it hides some people behind a number of its own


WAYS = (("询价", "车型页"), ("询价", "降价页"), ("直播", ""))


def _autohome(sent: Sent) -> tuple:
    return sent.key, sent.who, sent.phone, sent.model, sent.city, sent.moment, sent.remark


def _yiche(sent: Sent) -> tuple:
    dashed = f"{sent.phone[:3]}-{sent.phone[3:7]}-{sent.phone[7:]}" if len(sent.phone) == 11 else sent.phone
    """It names the way by which somebody came in levels of its own."""
    way = WAYS[int(sent.key[-1]) % len(WAYS)]
    return sent.key, sent.who, dashed, sent.model, sent.city, f"{sent.at:%Y/%m/%d %H:%M:%S}", sent.remark, "垂直媒体", "易车", *way


def _dongchedi(sent: Sent) -> tuple:
    """A privacy number holds for some days; of some the portal does not say for how many."""
    days = int(sent.key[-1])
    until = f"{sent.at + timedelta(days=days):%Y-%m-%d %H:%M:%S}" if "," in sent.phone and days > 1 else ""
    return sent.key, sent.who, sent.phone, sent.model, sent.city, sent.moment, until


def _douyin(sent: Sent) -> tuple:
    return sent.who, sent.phone if "," in sent.phone else "+86 " + sent.phone, sent.model, sent.city, sent.moment, sent.remark


def _hotline(sent: Sent) -> tuple:
    """A call of the log: of one that rang at our desk as it was, of a stranger's as their key has it."""
    told = sent.rang or Rang(answered=int(sent.key[-1]) > 1, seconds=20 + int(sent.key[-3:]) % 240, waited=int(sent.key[-2:]) % 30)
    talked, state = (str(told.seconds), "已接") if told.answered else ("", "未接")
    return sent.phone, "4008001234", sent.moment, talked, state, str(told.waited), told.who, sent.city


HOTLINE = "400热线"
PORTALS = (
    Portal("汽车之家", "xlsx", ("线索ID", "客户姓名", "手机号码", "意向车系", "城市", "提交时间", "备注(选填)"), _autohome, "销售线索导出"),
    Portal("易车", "csv", ("订单号", "姓名", "联系电话", "意向车型", "地区", "下单时间", "留言", "一级渠道", "二级渠道", "三级渠道", "四级渠道"), _yiche),
    Portal("懂车帝", "xlsx", ("线索编号", "称呼", "手机", "车型", "所在城市", "创建时间", "隐私号到期"), _dongchedi, privacy=True),
    Portal("抖音", "csv", ("姓名", "电话", "车系", "市", "留资时间", "备注"), _douyin),
    Portal(HOTLINE, "csv", ("主叫号码", "被叫号码", "呼叫时间", "通话时长(秒)", "接听状态", "等待时长", "接听人", "归属地"), _hotline),
)


def make_file(folder: Path, portal: Portal, rows: list[tuple], at: datetime) -> Path:
    """Write what one portal has to tell at a moment: rows of (id, name, phone, model, city, moment, remark)."""
    path = folder / f"{portal.channel}_{at:%m%d_%H%M}.{portal.suffix}"
    lines = [portal.header, *(portal.row(Sent(*row)) for row in rows)]
    if portal.suffix == "xlsx":
        _write_workbook(path, portal, lines)
    else:
        with path.open("w", encoding="gb18030", newline="") as file:
            csv.writer(file).writerows(lines)
    return path


def _write_workbook(path: Path, portal: Portal, lines: list[tuple]) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet("线索明细")
        for number, line in enumerate([(portal.title,), *lines] if portal.title else lines):
            for column, cell in enumerate(line):
                sheet.write_string(number, column, cell)
