"""What a value must keep to besides its kind, because its column does: lengths, lists of choices, small numbers, the outer form of JSON."""

from collections.abc import Callable
from typing import Any

from django.db.models import DecimalField, Field, JSONField, PositiveSmallIntegerField

from reporting.ledger.values import Wrong

SMALL = 32_767
FORMS: dict[type, str] = {dict: "an object", list: "a list"}
Reader = Callable[[Any], Any]


def limited(reader: Reader, kind: str, field: Field | None) -> Reader:
    """Return the reader of a key of this kind, held to the column that keeps it."""
    if field is None:
        return reader
    if kind in ("text", "name", "id") and field.choices:
        return _held(reader, _in_choices(field))
    if kind in ("text", "name", "id", "phone") and field.max_length:
        return _held(reader, _not_longer_than(field.max_length))
    if isinstance(field, PositiveSmallIntegerField):
        return _held(reader, _up_to(SMALL))
    if isinstance(field, DecimalField):
        return _held(reader, _below(10 ** (field.max_digits - field.decimal_places)))
    if isinstance(field, JSONField) and field.default in FORMS:
        return _held(reader, _of_form(field.default))
    return reader


def _held(reader: Reader, check: Callable[[Any], str]) -> Reader:
    def read(value: Any) -> Any:
        found = reader(value)
        if wrong := check(found):
            raise Wrong(wrong)
        return found

    return read


def _in_choices(field: Field) -> Callable[[str], str]:
    known = [value for value, _label in field.flatchoices]
    allowed = {*known, ""} if field.blank else set(known)
    return lambda value: "" if value in allowed else f"must be one of {', '.join(filter(None, known))}"


def _not_longer_than(longest: int) -> Callable[[str], str]:
    return lambda value: f"longer than {longest} signs" if len(value) > longest else ""


def _up_to(largest: int) -> Callable[[int], str]:
    return lambda value: f"must be a whole number from 0 to {largest}" if value > largest else ""


def _below(limit: int) -> Callable[[Any], str]:
    return lambda value: f"must lie below {limit}" if abs(value) >= limit else ""


def _of_form(form: type) -> Callable[[Any], str]:
    return lambda value: "" if isinstance(value, form) else f"must be {FORMS[form]}"
