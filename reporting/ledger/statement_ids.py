"""Which values of a statement's lines are rows: the database names keys, the ledger its own ids."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

Turn = Callable[[str, Any], Any]
ROWS = ("lead", "visit", "order", "appointment")


def of_events(steps: list[dict[str, Any]], turn: Turn) -> list[dict[str, Any]]:
    """Return a ladder with every row of its lines turned by `turn(type, value)`.

    Raises KeyError, TypeError, ValueError, ArithmeticError or AttributeError for what is none.
    """
    return [_checked(step) | ({"lines": [_line(line, turn) for line in step["lines"]]} if "lines" in step else {}) for step in steps]


def _checked(step: dict[str, Any]) -> dict[str, Any]:
    """What a page reads of a step stands in it."""
    Decimal(step["amount"]), int(step["count"]), str(step["kind"]) + step["measure"]
    for line in step.get("lines", ()):
        datetime.fromisoformat(line["at"]), [Decimal(amount) for _kind, amount in line["parts"]]
    return step


def _line(line: dict[str, Any], turn: Turn) -> dict[str, Any]:
    return line | {name: turn(name, line[name]) for name in ROWS if line.get(name) is not None}
