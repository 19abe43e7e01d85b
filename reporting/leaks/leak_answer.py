"""The leak map in numbers, as `manage.py report leaks` and its export say it."""

from datetime import datetime
from typing import Any

from dcc.models import Store, User
from reporting.leaks.leak_map import LeakMap, leak_map


def leaks_in_numbers(store: Store, *, now: datetime) -> dict[str, Any]:
    """Return the whole answer: a line for each gap, with the fractions its loss is made of."""
    found = leak_map(store, now=now)
    names = dict(User.objects.filter(pk__in=found.people_named()).values_list("pk", "username"))
    lines = [
        {
            "gap": line.gap.name,
            "people": line.people,
            "earlier": line.earlier,
            "owners": {names.get(owner or 0, ""): count for owner, count in line.owners},
            "first": line.first.isoformat() if line.first else None,
            "terms": [[count, chance.over, chance.under] for count, chance in line.terms],
            "loss": line.loss,
        }
        for line in found.lines
    ]
    return {"question": {"report": "leaks", "store": store.code, "at": now.isoformat()}, "lines": lines, "total": _total(found)}


def _total(found: LeakMap) -> dict[str, Any]:
    return {"people": found.people, "loss": found.loss, "profit_per_car": found.profit or None, "open": found.stages}
