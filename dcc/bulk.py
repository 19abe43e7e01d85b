"""Writing many rows at once: COPY on PostgreSQL, executemany on SQLite.

Ids are reserved first, so that rows of two tables can name each other before either is written. Both functions belong inside a transaction.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from django.db import connection
from django.db.models import JSONField, Model

CHUNK = 900  # values of one IN (…): below the limit of every SQLite


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
    """Insert tuples of values, one per field name (`channel_id` for a foreign key). Values are Python's: aware datetimes, dicts for JSON, None."""
    fields = [model._meta.get_field(name) for name in names]
    json_at = [index for index, field in enumerate(fields) if isinstance(field, JSONField)]
    table = connection.ops.quote_name(model._meta.db_table)
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in _with_json(rows, json_at):
                    copy.write_row(row)
        else:
            marks = ", ".join(["?"] * len(fields))
            raw = cursor.cursor.cursor if hasattr(cursor.cursor, "cursor") else cursor.cursor
            raw.connection.cursor().executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", map(_for_sqlite, _with_json(rows, json_at)))  # noqa: S608 - names of our own fields


def update_rows(model: type[Model], names: Sequence[str], rows: Iterable[tuple]) -> None:
    """Update many rows, each to values of its own: tuples of the named fields' values, the primary key last."""
    table = connection.ops.quote_name(model._meta.db_table)
    changes = ", ".join(f"{connection.ops.quote_name(model._meta.get_field(name).column)} = %s" for name in names)
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET {changes} WHERE id = %s", [_plain(row) for row in rows])  # noqa: S608 - names of our own fields


def _plain(row: tuple) -> tuple:
    return _for_sqlite(row) if connection.vendor == "sqlite" else row


def _with_json(rows: Iterable[tuple], json_at: list[int]) -> Iterable[tuple]:
    if not json_at:
        return rows
    return (tuple(_as_json(value) if index in json_at else value for index, value in enumerate(row)) for row in rows)


def _as_json(value) -> str:
    return "{}" if value == {} else json.dumps(value, ensure_ascii=False)


def _for_sqlite(row: tuple) -> tuple:
    return tuple(_sqlite_value(value) if isinstance(value, date) else value for value in row)


def _sqlite_value(value: date) -> str:
    if isinstance(value, datetime):
        return str(value.astimezone(UTC).replace(tzinfo=None))
    return value.isoformat()
