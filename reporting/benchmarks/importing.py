"""Our import beside its floor: the same file read, cleaned, deduplicated and written by the barest code there is, in the same run."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import xlsxwriter
from django.db import connection
from django.utils import timezone
from python_calamine import CalamineWorkbook

from dcc.models import Store, User
from dcc.store.rules.stores import create_store
from leads.intake.rules.importing import import_file
from leads.models import Channel
from reporting.benchmarks.timing import spent

NAME = "import"
HELP = "a portal's workbook of --rows rows beside the barest import there is"
SURNAMES, NAMES, MODELS, CITIES, REMARKS = "王李张刘陈", "伟芳娜敏静", ("卡罗拉", "凯美瑞", "汉兰达"), ("沈阳", "长春"), ("周末看车", "问落地价", "")
HEADER = ("线索ID", "姓名", "手机号", "意向车型", "城市", "提交时间", "备注")
FLOOR_TABLES = """
CREATE TABLE floor_lead (id bigint PRIMARY KEY, phone text, name text, model text, city text, received_at text);
CREATE TABLE floor_inquiry (id bigint PRIMARY KEY, lead_id bigint, external_id text, received_at text, remark text);
CREATE UNIQUE INDEX floor_lead_phone ON floor_lead (phone);
CREATE INDEX floor_lead_received ON floor_lead (received_at);
CREATE INDEX floor_lead_name ON floor_lead (name);
CREATE UNIQUE INDEX floor_inquiry_external ON floor_inquiry (external_id);
CREATE INDEX floor_inquiry_lead ON floor_inquiry (lead_id);
"""
NOT_DIGITS = re.compile(r"\D")


def add_arguments(parser) -> None:
    """Take the size of the file."""
    parser.add_argument("--rows", type=int, default=100_000)


def run(options: dict, say: Callable[[str], object]) -> dict[str, float]:
    """Import a workbook of so many rows into the benchmark's database; return rows a second of floor and product, and their ratio."""
    rows, code = options["rows"], f"I{timezone.now():%H%M%S}"
    with TemporaryDirectory() as folder:
        path = Path(folder) / "leads.xlsx"
        make_workbook(path, rows)
        floor = rows / _seconds(lambda: _floor(path, Path(folder)))
        store = create_store(code=code, name="Benchmark", by=None, now=timezone.now())
        user = User.objects.create(username=code.lower(), name="Benchmark", store=store)
        ours = rows / _seconds(lambda: _ours(path, store, user))
    say(f"import of {rows:,} rows on {connection.vendor}: floor {floor:,.0f} rows/s, DCC {ours:,.0f} rows/s, {ours / floor:.2f} of the floor")
    return {"floor": floor, "ours": ours, "ratio": ours / floor}


def make_workbook(path: Path, rows: int) -> None:
    """Write a portal's workbook: seven columns, one row in ten somebody who asked before."""
    random = Random(rows)  # noqa: S311 - a benchmark, not a secret
    start = datetime(2026, 1, 1)  # noqa: DTZ001 - a sheet's times have no zone
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        moment_format = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        for column, name in enumerate(HEADER):
            sheet.write_string(0, column, name)
        for number in range(1, rows + 1):
            phone = f"154{number * 7919 % 10**8 if random.random() > 0.1 else random.randrange(number) * 7919 % 10**8:08d}"
            moment = start + timedelta(seconds=random.randrange(20_000_000))
            cells = (f"X{number}", random.choice(SURNAMES) + random.choice(NAMES), phone, random.choice(MODELS), random.choice(CITIES))
            for column, cell in enumerate(cells):
                sheet.write_string(number, column, cell)
            sheet.write_datetime(number, 5, moment, moment_format)
            sheet.write_string(number, 6, random.choice(REMARKS))


def _seconds(work: Callable[[], object]) -> float:
    start = spent()
    work()
    return spent() - start


def _ours(path: Path, store: Store, user: User) -> None:
    channel = Channel.objects.filter(store=store, source="web").earliest("id")
    import_file(path, store, channel=channel, by=user, now=timezone.now())


def _floor(path: Path, folder: Path) -> None:
    """Read, clean, dedupe and write with five indexes in one transaction: raw sqlite3, or COPY where the database is PostgreSQL."""
    leads, inquiries = _floor_rows(path)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(FLOOR_TABLES)
            for table, rows in (("floor_lead", leads), ("floor_inquiry", inquiries)):
                with cursor.cursor.copy(f"COPY {table} FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
            cursor.execute("DROP TABLE floor_lead, floor_inquiry")
        return
    database = sqlite3.connect(folder / "floor.sqlite3")
    database.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;" + FLOOR_TABLES)
    with database:
        database.executemany("INSERT INTO floor_lead VALUES (?, ?, ?, ?, ?, ?)", leads)
        database.executemany("INSERT INTO floor_inquiry VALUES (?, ?, ?, ?, ?)", inquiries)
    database.close()


def _floor_rows(path: Path) -> tuple[list[tuple], list[tuple]]:
    leads: dict[str, tuple] = {}
    inquiries: list[tuple] = []
    for number, row in enumerate(_cells(path), start=1):
        phone = NOT_DIGITS.sub("", str(row[2]))[-11:]
        moment = str(row[5])
        lead = leads.setdefault(phone, (len(leads) + 1, phone, str(row[1]).strip(), row[3], row[4], moment))
        inquiries.append((number, lead[0], row[0], moment, row[6]))
    return list(leads.values()), inquiries


def _cells(path: Path) -> Iterator[list]:
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).iter_rows()
    next(rows)
    yield from rows
