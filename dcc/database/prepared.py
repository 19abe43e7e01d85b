"""Questions put to the database thousands of times a day, made into SQL once.

Django builds and compiles a queryset anew each time it is asked; where rows are found by a key that takes several times as long as the answer.
"""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import wraps
from inspect import signature
from typing import Any

from django.db import connections
from django.db.models import QuerySet, Value
from django.db.models.query import FlatValuesListIterable, ModelIterable, ValuesListIterable, get_related_populators
from django.db.models.sql import UpdateQuery

DATABASE = "default"


class Given(Value):
    """The place of one value in a prepared question; `value` is the parameter's name."""

    def as_sql(self, compiler, connection):
        """Return a place whose parameter is this object itself: each asking puts its value there."""
        return "%s", [self]


def prepared(ask: Callable[..., QuerySet]) -> Callable[..., list]:
    """Turn a function that returns a queryset into one that returns its rows; the queryset is built at the first call and kept as SQL.

    The function sees places instead of values: it may put each only where one value of a condition stands (`phone__any_of` takes a list). Nothing else in the
    queryset may depend on the moment of the call, and no value may be None, which SQL compares otherwise. Rows are instances (with what is selected along
    or annotated), tuples of `values_list`, or bare values where it is flat.
    """
    names = list(signature(ask).parameters)
    made: dict[str, _Statement] = {}

    @wraps(ask)
    def rows(*values) -> list:
        connection = connections[DATABASE]
        statement = made.get(connection.vendor)
        if statement is None:
            statement = made[connection.vendor] = _Statement(ask(*(Given(name) for name in names)))
        return statement.rows(connection, dict(zip(names, values, strict=True)))

    return rows


def prepared_change(ask: Callable[..., tuple[QuerySet, dict[str, Any]]]) -> Callable[..., int]:
    """The same for an update: the function returns a queryset of one table and what its rows change to; calling it returns how many rows changed."""
    names = list(signature(ask).parameters)
    made: dict[str, tuple[str, Sequence]] = {}

    @wraps(ask)
    def change(*values) -> int:
        connection = connections[DATABASE]
        if connection.vendor not in made:
            queryset, changes = ask(*(Given(name) for name in names))
            query = queryset.query.chain(UpdateQuery)
            query.add_update_values(changes)
            made[connection.vendor] = query.get_compiler(using=DATABASE).as_sql()
        sql, places = made[connection.vendor]
        with connection.cursor() as cursor:
            cursor.execute(sql, _values(places, dict(zip(names, values, strict=True)), connection))
            return cursor.rowcount

    return change


class _Statement:
    """The SQL of a queryset, and how its rows are read."""

    def __init__(self, queryset: QuerySet) -> None:
        compiler = queryset.query.get_compiler(using=DATABASE)
        self.sql, self.places = compiler.as_sql()
        self.converters = list(compiler.get_converters([column[0] for column in compiler.select]).items())
        self.turn = TURNS[queryset._iterable_class](compiler)

    def rows(self, connection, given: dict[str, Any]) -> list:
        """Ask with these values."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, _values(self.places, given, connection))
            found = cursor.fetchall()
        return [self.turn(self._converted(row, connection)) for row in found]

    def _converted(self, row: tuple, connection) -> list:
        values = list(row)
        for index, (converters, column) in self.converters:
            value = values[index]
            for convert in converters:
                value = convert(value, column, connection)
            values[index] = value
        return values


def _values(places: Sequence, given: dict[str, Any], connection) -> list:
    return [_adapted(given[place.value], connection) if isinstance(place, Given) else place for place in places]


def _adapted(value, connection):
    if value is None:
        raise TypeError("a prepared question compares with values; IS NULL is another question")
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return json.dumps(value) if isinstance(value, list) and connection.vendor == "sqlite" else value


def _instances(compiler) -> Callable[[list], Any]:
    info = compiler.klass_info
    first, behind = info["select_fields"][0], info["select_fields"][-1] + 1
    names = [column[0].target.attname for column in compiler.select[first:behind]]
    populators = get_related_populators(info, compiler.select, DATABASE)
    annotations = list((compiler.annotation_col_map or {}).items())

    def instance(row: list):
        found = info["model"].from_db(DATABASE, names, row[first:behind])
        for populator in populators:
            populator.populate(row, found)
        for name, place in annotations:
            setattr(found, name, row[place])
        return found

    return instance


TURNS: dict[type, Callable] = {
    ModelIterable: _instances,
    ValuesListIterable: lambda _compiler: tuple,
    FlatValuesListIterable: lambda _compiler: lambda row: row[0],
}
