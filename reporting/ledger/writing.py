"""One row as a line: its keys in the order of the table, references by name, moments in the store's zone."""

import json
from collections.abc import Callable, Collection
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Model

from leads.numbers.erased_numbers import is_word
from reporting.ledger.coming_back import returns_of
from reporting.ledger.format import REFERENCES, TYPES, Key
from reporting.ledger.looking_again import tries_of
from reporting.ledger.naming import LETTERS, Names
from reporting.ledger.tables import blank
from reporting.ledger.taking_back import annulled_of, taken_back_of


class LineWriter:
    """Writes the rows of one type."""

    def __init__(self, kind: str, model: type[Model], names: Names, zone: ZoneInfo) -> None:
        self.kind, self.names, self.zone = kind, names, zone
        self._keys = [(key, _blank_of(model, key)) for key in TYPES[kind].values()]
        self._turns: dict[str, Callable[[Any], Any]] = {
            "moment": lambda value: value.astimezone(zone).isoformat(),
            "day": lambda value: value.isoformat(),
            "month": lambda value: f"{value:%Y-%m}",
            "time": lambda value: f"{value:%H:%M}",
            "amount": str,
            "weight": float,
            "json": lambda value: json.loads(json.dumps(value, sort_keys=True)),  # PostgreSQL keeps keys in an order of its own
            "returns": lambda value: returns_of(value, zone),
            "tries": lambda value: tries_of(value, zone),
            "taken_back": lambda value: taken_back_of(value, self._person, zone),
        }

    def _person(self, pk: int | None) -> str | None:
        return self.names.of("user", pk)

    def line(self, row: Model, *, always: Collection[str] = (), **said: Any) -> str:
        """Return the line of a row; `said` gives keys that are no columns of it, `always` those written even where they say nothing."""
        found = {"type": self.kind}
        for key, empty in self._keys:
            value = said[key.name] if key.name in said else self._value(key, row)
            if key.name in said and key.kind == "json":
                value = self._turns["json"](value)
            if value is None and not key.nullable and key.required:
                raise ValueError(f"{self.kind} {row.pk} has no {key.name}")
            if not key.brief or key.name in always or (value is not None and value != empty):
                found[key.name] = value
        return json.dumps(found, ensure_ascii=False)

    def _value(self, key: Key, row: Model) -> Any:
        if key.kind == "id":
            return self.names.give(self.kind, row.pk) if self.kind in LETTERS else None
        if key.kind == "annulled":
            return annulled_of(row, self._person, self.zone)
        if key.kind == "person":
            return row.phone if is_word(row.phone) else None  # type: ignore[attr-defined]
        value = getattr(row, key.column)
        if key.name == "phone" and "person" in TYPES[self.kind] and is_word(value):
            return None  # it stands under `person`
        if key.kind in REFERENCES:
            return self.names.of(key.kind, value)
        if value is None:
            return None
        if value == "" and key.nullable:
            return None
        turn = self._turns.get(key.kind)
        return turn(value) if turn else value


def _blank_of(model: type[Model], key: Key) -> Any:
    """What a key would be worth if the line did not say it."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    field = fields.get(key.column)
    return blank(field) if field is not None and not field.primary_key else None
