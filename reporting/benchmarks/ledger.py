"""The ledger of a large store: written, taken in as another store, and written again; lines a second and memory, beside the barest reading there is."""

import json
import resource
import sqlite3
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection, transaction
from django.utils import timezone

from dcc.models import Store
from reporting.benchmarks.own_database import filled
from reporting.benchmarks.setwise_filling import fill
from reporting.benchmarks.timing import spent
from reporting.ledger.reader import import_ledger
from reporting.ledger.writer import export_ledger

NAME = "ledger"
HELP = "export, import as another store, and export again, a ledger of --leads leads"
FLOOR_TABLE = "CREATE TABLE line (id INTEGER PRIMARY KEY, type TEXT, lead TEXT, at TEXT); CREATE INDEX line_lead ON line (lead, at);"


def add_arguments(parser) -> None:
    """Take the size of the store."""
    parser.add_argument("--leads", type=int, default=1_000_000)


def run(options: dict, say: Callable[[str], object]) -> None:
    """Print seconds, lines and leads a second, and the peak of memory of each step; the import is taken back."""
    leads = options["leads"]
    store = filled("B", leads, fill, say)
    with TemporaryDirectory() as name:
        folder = Path(name)
        written, moved, again = folder / "written.jsonl", folder / "moved.jsonl", folder / "again.jsonl"
        lines = 0

        def export() -> None:
            nonlocal lines
            lines = export_ledger(store, written, now=timezone.now())

        took = _seconds(export)
        say(_line(f"export, {connection.vendor}", took, leads, lines))
        code = _call_otherwise(written, moved, store.code)
        floor = _seconds(lambda: _floor(moved, folder / "floor.sqlite3"))
        say(_line("floor: parse, one bare table", floor, leads, lines))
        with transaction.atomic():
            took = _seconds(lambda: import_ledger(moved, now=timezone.now()))
            say(_line(f"import, {connection.vendor}", took, leads, lines) + f", {took / floor:.1f}× the floor's time")
            export_ledger(Store.objects.get(code=code), again, now=timezone.now())
            transaction.set_rollback(True)
        say(f"the second export is {'equal' if _same(moved, again) else 'NOT EQUAL'} to the file taken in")


def _call_otherwise(source: Path, target: Path, code: str) -> str:
    """Copy a ledger under another store code and other usernames, which a database holds once."""
    other = f"M{code[1:]}"
    with source.open(encoding="utf-8") as lines, target.open("w", encoding="utf-8", newline="\n") as file:
        for line in lines:
            file.write(line.replace(f'"{code}"', f'"{other}"').replace(f'"{code.lower()}-', f'"{other.lower()}-'))
    return other


def _floor(path: Path, database: Path) -> None:
    """Parse each line and put three words of it into one table of a database without a journal."""
    floor = sqlite3.connect(database)
    floor.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + FLOOR_TABLE)
    with path.open(encoding="utf-8") as lines, floor:
        parsed = map(json.loads, lines)
        rows = ((line["type"], line.get("lead") or line.get("id"), line.get("at") or line.get("received_at")) for line in parsed)
        floor.executemany("INSERT INTO line (type, lead, at) VALUES (?, ?, ?)", rows)
    floor.close()


def _same(one: Path, other: Path) -> bool:
    with one.open("rb") as left, other.open("rb") as right:
        return all(a == b for a, b in zip(left, right, strict=True))


def _seconds(work: Callable[[], object]) -> float:
    start = spent()
    work()
    return spent() - start


def _line(name: str, seconds: float, leads: int, lines: int) -> str:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"{name}: {seconds:,.1f} s, {leads / seconds:,.0f} leads/s, {lines / seconds:,.0f} lines/s, at most {peak:,.0f} MB until here"
