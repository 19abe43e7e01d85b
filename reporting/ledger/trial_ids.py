"""Which values of a kept trial are rows: the database names keys, the ledger its own ids."""

from collections.abc import Callable
from typing import Any

Turn = Callable[[str, Any], Any]


def renamed(result: dict[str, Any], turn: Turn) -> dict[str, Any]:
    """Return what came of a trial with every row turned by `turn(type, value)`. Raises KeyError, TypeError or AttributeError for what is none."""
    moved = [row | {name: turn(name, row[name]) for name in ("visit", "appointment") if row.get(name) is not None} for row in result["moved"]]
    orders = [turn("order", order) for order in result["orders"]]
    cards = {turn("showroom_card", _key(card)): moments for card, moments in result["cards"].items()}
    return result | {"moved": moved, "orders": orders, "cards": cards}


def _key(card: str) -> Any:
    """JSON knows no key that is a number."""
    return int(card) if card.isdecimal() else card
