"""The morning's files, as portals send them: each its own columns, kind and encoding, with the faults of life in it."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import xlsxwriter

from reporting.demo import people


@dataclass(frozen=True)
class Portal:
    """How one sender makes its file: `row` turns (id, name, phone, model, city, moment, remark) into its cells."""

    channel: str
    suffix: str
    header: tuple[str, ...]
    row: Callable[..., tuple]
    title: str = ""


def _full(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def _autohome(key, who, phone, model, city, at, remark) -> tuple:
    return key, who, phone, model, city, _full(at), remark


def _yiche(key, who, phone, model, city, at, remark) -> tuple:
    return key, who, f"{phone[:3]}-{phone[3:7]}-{phone[7:]}", model, city, f"{at:%Y/%m/%d %H:%M:%S}", remark


def _dongchedi(key, who, phone, model, city, at, remark) -> tuple:
    return key, who, phone, model, city, _full(at)


def _douyin(key, who, phone, model, city, at, remark) -> tuple:
    return who, "+86 " + phone, model, city, _full(at), remark


def _hotline(key, who, phone, model, city, at, remark) -> tuple:
    return phone, "4008001234", _full(at), "96", "已接", city


PORTALS = (
    Portal("汽车之家", "xlsx", ("线索ID", "客户姓名", "手机号码", "意向车系", "城市", "提交时间", "备注(选填)"), _autohome, "销售线索导出"),
    Portal("易车", "csv", ("订单号", "姓名", "联系电话", "意向车型", "地区", "下单时间", "留言"), _yiche),
    Portal("懂车帝", "xlsx", ("线索编号", "称呼", "手机", "车型", "所在城市", "创建时间"), _dongchedi),
    Portal("抖音", "csv", ("姓名", "电话", "车系", "市", "留资时间", "备注"), _douyin),
    Portal("400热线", "csv", ("主叫号码", "被叫号码", "呼叫时间", "通话时长(秒)", "接听状态", "归属地"), _hotline),
)


def make_file(folder: Path, portal: Portal, moments: list[datetime], random: Random, known: list[str]) -> Path:
    """Write one portal's file of arrivals at `moments` (local times). Now and then a number is missing or masked, or somebody known asks again."""
    rows = [portal.row(*_person(random, moment, known)) for moment in moments]
    last = max(moments)
    path = folder / f"{portal.channel}_{last:%m%d_%H%M}.{portal.suffix}"
    if portal.suffix == "xlsx":
        _write_workbook(path, portal, rows)
    else:
        with path.open("w", encoding="gb18030", newline="") as file:
            csv.writer(file).writerows([portal.header, *rows])
    return path


def _person(random: Random, moment: datetime, known: list[str]) -> tuple:
    fate = random.random()
    phone = people.phone(random)
    if fate < 0.02:
        phone = phone[:3] + "****" + phone[7:]
    elif fate < 0.03:
        phone = phone[:9]
    elif fate < 0.09 and known:
        phone = random.choice(known)
    else:
        known.append(phone)
    return f"X{random.randrange(10**9):09d}", people.name(random), phone, people.model(random), people.city(random), moment, people.remark(random)


def _write_workbook(path: Path, portal: Portal, rows: list[tuple]) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet("线索明细")
        lines = [*([(portal.title,)] if portal.title else []), portal.header, *rows]
        for number, line in enumerate(lines):
            for column, cell in enumerate(line):
                sheet.write_string(number, column, cell)


def moments_of_day(day: datetime, count: int, random: Random, until: datetime) -> list[datetime]:
    """Return arrivals of one day (local, ascending), more of them at noon and in the evening, none after `until`."""
    hours = random.choices(range(7, 23), [1, 2, 4, 5, 5, 6, 5, 4, 4, 5, 5, 6, 7, 7, 5, 3], k=count)
    moments = [day.replace(hour=hour, minute=0, second=0, microsecond=0) + timedelta(seconds=random.randrange(3600)) for hour in hours]
    return sorted(moment for moment in moments if moment < until)
