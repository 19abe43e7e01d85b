"""One row inserted, or some fields of one row updated, by SQL made once for each model.

What `save` does beside that, it does for rows of several tables, for signals and for keys given beforehand, of which these rows have none; asked for
at every deed it costs several times what the database needs.
"""

from datetime import datetime
from functools import cache
from typing import TypeVar

from django.db import connection
from django.db.models import Field, Model

Row = TypeVar("Row", bound=Model)
PLAIN = (str, int, bool, type(None))


def insert(row: Row) -> Row:
    """Insert a new row, and return it with its key. Belongs inside a transaction."""
    sql, fields = _insertion(type(row))
    with connection.cursor() as cursor:
        cursor.execute(sql, _values(row, fields))
        row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, connection.alias
    return row


def update(row: Model, *names: str) -> None:
    """Write these fields of a row that exists. Belongs inside a transaction."""
    sql, fields = _change(type(row), names)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*_values(row, fields), row.pk])
        if cursor.rowcount != 1:
            raise type(row).DoesNotExist(row.pk)


def _values(row: Model, fields: list[Field]) -> list:
    """Return the values as the database takes them; what is no matter of its own type is asked of the field."""
    ready = []
    for field in fields:
        value = getattr(row, field.attname)
        if type(value) is datetime:
            value = connection.ops.adapt_datetimefield_value(value)
        elif type(value) not in PLAIN:
            value = field.get_db_prep_save(value, connection)
        ready.append(value)
    return ready


@cache
def _insertion(model: type[Model]) -> tuple[str, list[Field]]:
    fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    table, key = connection.ops.quote_name(model._meta.db_table), connection.ops.quote_name(model._meta.pk.column)
    return f"INSERT INTO {table} ({columns}) VALUES ({', '.join(['%s'] * len(fields))}) RETURNING {key}", fields  # noqa: S608 - names of our own fields


@cache
def _change(model: type[Model], names: tuple[str, ...]) -> tuple[str, list[Field]]:
    fields = [model._meta.get_field(name) for name in names]
    changes = ", ".join(f"{connection.ops.quote_name(field.column)} = %s" for field in fields)
    table, key = connection.ops.quote_name(model._meta.db_table), connection.ops.quote_name(model._meta.pk.column)
    return f"UPDATE {table} SET {changes} WHERE {key} = %s", fields  # noqa: S608 - names of our own fields
