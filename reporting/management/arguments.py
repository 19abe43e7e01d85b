"""Arguments that several commands take."""

from argparse import ArgumentTypeError
from datetime import date

from django.core.management.base import CommandError, CommandParser

from dcc.models import Store


def day(text: str) -> date:
    """Return the day of 2026-08-01. Raises ArgumentTypeError, which the command line shows, for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"a day is written like 2026-08-01, not {text!r}") from None


def add_period(parser: CommandParser, *, required: bool = True) -> None:
    """Let a command be asked of the days from one to another, both included."""
    parser.add_argument("--from", required=required, dest="first", type=day)
    parser.add_argument("--to", required=required, dest="last", type=day)


def check_period(first: date, last: date) -> None:
    """Raise CommandError for a period that ends before it begins."""
    if last < first:
        raise CommandError(f"the period ends ({last}) before it begins ({first})")


def store_called(code: str) -> Store:
    """Return the store of a code. Raises CommandError where there is none."""
    found = Store.objects.filter(code=code).first()
    if found is None:
        raise CommandError(f"there is no store {code}")
    return found
