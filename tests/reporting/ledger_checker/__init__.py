"""Whether a ledger obeys the rules of the domain, told from the file alone. Shares no code with the product.

`python -m tests.reporting.ledger_checker FILE…` prints what breaks a rule. Each rule is a function of the book, named after what it demands, and yields a
sentence for everything that breaks it, in one place: so that `tests/reporting/ledger/test_ledger_checker.py` can break each of them.
"""

from pathlib import Path

from tests.reporting.ledger_checker import (  # noqa: F401 - they keep their rules in RULES
    allocations,
    applications,
    appointments,
    appraisal,
    calls,
    cards,
    checks,
    closings,
    days,
    dealing,
    delays,
    forecasts,
    given,
    judging,
    keeping,
    leads,
    leakages,
    merging,
    money,
    numbers,
    orders,
    owed,
    people,
    remarks,
    requests,
    rewards,
    second_looks,
    shape,
    showroom,
    steps,
    taking_back,
    topics,
    trail,
    trials,
    visits,
)
from tests.reporting.ledger_checker.book import RULES, Book, read

__all__ = ["RULES", "Book", "check", "read"]


def check(path: Path) -> list[str]:
    """Return what breaks a rule in this ledger, each with the name of its rule."""
    book = Book(read(path))
    return [f"{name}: {sentence}" for name, rule in RULES.items() for sentence in rule(book)]
