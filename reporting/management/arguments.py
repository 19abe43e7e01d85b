"""Arguments that several commands take."""

from argparse import ArgumentTypeError
from datetime import date


def day(text: str) -> date:
    """Return the day of 2026-08-01. Raises ArgumentTypeError, which the command line shows, for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"a day is written like 2026-08-01, not {text!r}") from None
