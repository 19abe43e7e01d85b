"""Which values of a deed's detail are rows: the trail of the database names keys, the ledger its own ids.

What imports, exports, log-ins and reveals add to the trail belongs to the installation and is not exported.
"""

from collections.abc import Callable
from typing import Any

INSTALLATION = ("session.", "ledger.", "import.", "export.", "lead.reveal", "call.dial", "call.identify", "desk.match", "store.create")
ROWS = {"appointment": "appointment", "lead": "lead", "user": "user", "agent": "user", "visit": "visit"}  # name in the detail -> type of the ledger
OF_ACTION = {("lead.give", "before"): "user", ("lead.give", "after"): "user"}
NAMELESS = {"call"}  # rows to which the ledger gives no id


def belongs_to_store(action: str) -> bool:
    """Whether a deed is part of a store's history."""
    return not action.startswith(INSTALLATION)


def turned(action: str, detail: dict[str, Any], turn: Callable[[str, Any], Any]) -> dict[str, Any]:
    """Return the detail with every row turned by `turn(type, value)`; None where there is none."""
    found = {}
    for name, value in detail.items():
        kind = OF_ACTION.get((action, name)) or ROWS.get(name)
        if name not in NAMELESS:
            found[name] = turn(kind, value) if kind and value is not None else value
    return found
