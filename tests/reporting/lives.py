"""Whole lives of a store: its ledger taken in again by an empty database, and its proportions counted from the file."""

from collections import Counter
from datetime import date
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.db import transaction

from dcc.models import Store
from reporting.figures.counting import ask
from reporting.figures.dimensions import DIMENSIONS
from reporting.figures.question import BASES, Question
from tests.reporting.ledger_checker import Book, read

TRADE = {"bought": (0.04, 0.08), "kept": (0.5, 0.7), "left a number": (0.4, 0.6), "at the weekend": (0.4, 0.65), "in the open hours": (0.85, 1)}
Figures = dict[tuple[str, str], dict]


def figures_of(code: str, first: date, last: date) -> Figures:
    """The answers to every question of the command about these days."""
    store = Store.objects.get(code=code)
    return {(by, basis): ask(Question(store, by, basis, first, last)).rows for by in DIMENSIONS for basis, _label in BASES}


def what_comes_back(code: str, path: Path, first: date, last: date) -> tuple[bytes, Figures]:
    """Take a ledger into a database without this store; return what it exports, and the figures it answers. The database forgets it."""
    again = path.with_suffix(".again")
    with transaction.atomic():
        call_command("ledger", "import", str(path), stdout=StringIO())
        call_command("ledger", "export", "--store", code, str(again), stdout=StringIO())
        figures = figures_of(code, first, last)
        transaction.set_rollback(True)
    return again.read_bytes(), figures


def proportions(path: Path) -> dict[str, float]:
    """What the trade knows in shares, counted from the lines of a ledger.

    `bought`: of all leads, those with an order that stands. `kept`: of the invitations that fell due, those somebody came for. `left a number`: of the groups
    nobody had invited. `at the weekend`: of those groups. `in the open hours`: of the calls that went out.
    """
    book = Book(read(path))
    due = [row for row in book["appointment"] if row["status"] in {"arrived", "no_show"}]
    strangers = [row for row in book["visit"] if row["purpose"] == "look" and row["basis"] == "none"]
    calls = [row for row in book["call"] if row["direction"] == "out"]
    return {
        "bought": _share(len({row["lead"] for row in book["order"] if not row["cancelled_at"]}), len(book["lead"])),
        "kept": _share(Counter(row["status"] for row in due)["arrived"], len(due)),
        "left a number": _share(sum(bool(row["phone"]) for row in strangers), len(strangers)),
        "at the weekend": _share(sum(row["at"].weekday() >= 5 for row in strangers), len(strangers)),
        "in the open hours": _share(sum(8 <= row["at"].hour < 18 for row in calls), len(calls)),
    }


def _share(some: int, whole: int) -> float:
    return round(some / max(whole, 1), 3)
