"""Writing many rows at once: COPY on PostgreSQL, executemany on SQLite.

Ids are reserved first, so that rows of two tables can name each other before either is written. Both functions belong inside a transaction.
"""

import gc
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from functools import lru_cache

from django.db import connection
from django.db.models import DateField, Field, JSONField, Model, TimeField

CHUNK = 900  # values of one IN (…): below the limit of every SQLite


@contextmanager
def without_collecting() -> Iterator[None]:
    """Let the garbage collector rest: of the hundred thousands of objects of a large file none is garbage, and it looks through all of them again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def chunked(values: Sequence) -> Iterable[Sequence]:
    """Cut a list into parts that fit one IN (…)."""
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))


def reserve_ids(model: type[Model], count: int) -> Sequence[int]:
    """Return `count` fresh primary keys of a model, ascending. On SQLite the caller's IMMEDIATE transaction keeps them ours."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count])
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
    first = (row[0] if row else 0) + 1
    return range(first, first + count)


def insert_rows(model: type[Model], names: Sequence[str], rows: Iterable[tuple]) -> None:
    """Insert tuples of values, one per field name (`channel_id` for a foreign key). Values are Python's: aware datetimes, dicts for JSON, None.

    COPY goes past Django's cursor: what the database refuses there is Django's own failure all the same.
    """
    fields = [model._meta.get_field(name) for name in names]
    table = connection.ops.quote_name(model._meta.db_table)
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in _ready(rows, fields):
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", _ready(rows, fields))  # noqa: S608 - names of our own fields


def update_rows(model: type[Model], names: Sequence[str], rows: Iterable[tuple]) -> None:
    """Update many rows, each to values of its own: tuples of the named fields' values, the primary key last."""
    fields = [*(model._meta.get_field(name) for name in names), model._meta.pk]
    table = connection.ops.quote_name(model._meta.db_table)
    changes = ", ".join(f"{connection.ops.quote_name(field.column)} = %s" for field in fields[:-1])
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET {changes} WHERE id = %s", list(_ready(rows, fields)))  # noqa: S608 - names of our own fields


def _ready(rows: Iterable[tuple], fields: Sequence[Field]) -> Iterable[tuple]:
    """Turn the values each database wants otherwise: JSON into text, on SQLite moments into Django's text of them."""
    turns: list[tuple[int, Callable]] = [(index, _as_json) for index, field in enumerate(fields) if isinstance(field, JSONField)]
    if connection.vendor == "sqlite":
        turns += [(index, _as_text) for index, field in enumerate(fields) if isinstance(field, DateField | TimeField)]
    for row in rows:
        values = list(row)
        for index, turn in turns:
            values[index] = turn(values[index])
        yield values


def _as_json(value) -> str:
    return "{}" if value == {} else json.dumps(value, ensure_ascii=False)


@lru_cache(maxsize=1024)  # a row says one moment in several columns, and in several tables
def _as_text(value: date | time | None) -> str | None:
    if isinstance(value, datetime):
        text = str(value)
        return text[:-6] if text.endswith("+00:00") else str(value.astimezone(UTC).replace(tzinfo=None))
    return value.isoformat() if value else None
