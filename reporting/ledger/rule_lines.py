"""What a line of the allocation rules asks for: the database names channels by key, the ledger by name."""

import re
from collections.abc import Callable
from typing import Any

from reporting.ledger.format import WORDS
from reporting.ledger.naming import Names
from reporting.ledger.refusals import LedgerRefused

ASKED = ("source", "channel", "model", "hours")
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)


def named_conditions(conditions: dict[str, list], names: Names) -> dict[str, list]:
    """Return conditions as a ledger says them."""
    channels = sorted(filter(None, (names.of("channel", pk) for pk in conditions.get("channel", ()))))
    return conditions | ({"channel": channels} if channels else {})


def read_conditions(line: int, conditions: dict[str, Any], channel: Callable[[str], int]) -> dict[str, list]:
    """Return conditions as the database holds them; `channel` gives the key of a name. Raises LedgerRefused for what no line can ask."""
    for name, values in conditions.items():
        if name not in ASKED or not isinstance(values, list) or not values or not all(isinstance(value, str) and value for value in values):
            raise LedgerRefused(line, "conditions", f"{name!r} must be one of {', '.join(ASKED)}, with a list of texts")
    if not set(conditions.get("source", ())) <= set(WORDS["source"]):
        raise LedgerRefused(line, "conditions", f"source must be of {', '.join(WORDS['source'])}")
    hours = conditions.get("hours", ["00:00", "00:00"])
    if len(hours) != 2 or not all(map(CLOCK.fullmatch, hours)):
        raise LedgerRefused(line, "conditions", 'hours must be like ["18:00", "08:30"]')
    return conditions | ({"channel": sorted(channel(name) for name in conditions["channel"])} if "channel" in conditions else {})
