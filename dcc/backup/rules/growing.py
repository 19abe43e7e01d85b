"""Everything from SQLite to PostgreSQL, as the way a store grows (docs/rules/trust.md#moved)."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import environ
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction
from django.db.models import AutoField, Max, Model
from django.utils.translation import gettext as _

from dcc.backup import contents
from dcc.backup.manifest import differing
from dcc.backup.workplace import workplace
from dcc.database import statistics
from dcc.database.address import configured
from dcc.database.another import at_database, completed
from dcc.database.bulk import insert_rows
from dcc.errors import Refused

SOURCE = "moved-from"
OWN = {"django_migrations"}  # each database keeps its own
AT_ONCE = 2_000


@dataclass(frozen=True)
class Moved:
    """What was moved and found equal."""

    tables: int
    rows: int
    marks: tuple[str, ...]


def move_to(address: str, *, now: datetime) -> Moved:
    """Copy every row under its own id into an empty PostgreSQL, in one transaction, and compare.

    Raises Refused, and leaves nothing there, where anything hinders it. While it runs nobody writes into SQLite; its file stays as it is.
    """
    database = _target(address)
    with workplace(), transaction.atomic():
        if set(contents.migrations()) != contents.known_migrations():
            raise Refused(_("Not all migrations are applied. First: manage.py migrate."))
        there, marks = _counts(), contents.marks(now=now)
        with at_database(database, usual_as=SOURCE):
            try:
                return _taken_in(there, marks, now)
            except DatabaseError as problem:
                raise Refused(_("PostgreSQL does not take it: %(why)s. Nothing was moved.") % {"why": _first_line(problem)}) from problem


def _target(address: str) -> dict[str, Any]:
    if connection.vendor != "sqlite":
        raise Refused(_("This installation is on PostgreSQL already."))
    database = environ.Env.db_url_config(address) if address.startswith(("postgres://", "postgresql://")) else {}
    if not database.get("NAME"):
        raise Refused(_("Say where to as postgres://user:password@host:5432/name."))
    return completed(configured(database))


def _taken_in(there: dict[str, int], marks: dict[str, Any], now: datetime) -> Moved:
    with transaction.atomic():
        if found := contents.counts():
            facts = {"tables": str(len(found)), "rows": str(sum(found.values()))}
            raise Refused(_("The database is not empty: %(tables)s tables, %(rows)s rows. A store moves into an empty one only.") % facts)
        call_command("migrate", verbosity=0, interactive=False)
        models = _models()
        _clear(models)
        _constraints("DEFERRED")  # Django left some checked at once, for the rest of its transaction
        for model in models:
            _copy(model)
        _set_sequences(models)
        _constraints("IMMEDIATE")
        _compare(there, marks, models, now)
    statistics.gather([model._meta.db_table for model in models])
    return Moved(len(there), sum(there.values()), tuple(sorted(marks)))


def _counts() -> dict[str, int]:
    return {table: count for table, count in contents.counts().items() if table not in OWN}


def _models() -> list[type[Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.managed and not model._meta.proxy and not model._meta.swapped]


def _clear(models: list[type[Model]]) -> None:
    """Remove what the migrations themselves wrote: the rows of the store come with their own ids."""
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608 - names of our own models


def _constraints(when: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS ALL {when}")


def _rows(model: type[Model], alias: str) -> Iterator[tuple]:
    names = [field.attname for field in model._meta.local_concrete_fields]
    return model._base_manager.using(alias).order_by("pk").values_list(*names).iterator(chunk_size=AT_ONCE)


def _copy(model: type[Model]) -> None:
    try:
        with connection.wrap_database_errors:
            insert_rows(model, [field.attname for field in model._meta.local_concrete_fields], _rows(model, SOURCE))
    except (DatabaseError, ValueError) as problem:
        facts = {"table": model._meta.db_table, "why": f"{_first_line(problem)} {_place(problem)}".strip()}
        raise Refused(_("A row of %(table)s does not fit: %(why)s. Nothing was moved.") % facts) from problem


def _set_sequences(models: list[type[Model]]) -> None:
    """Let the next id follow the last one ever given, also where its row is gone: the trail names rows by their ids."""
    with connections[SOURCE].cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence")
        given = dict(cursor.fetchall())
    with connection.cursor() as cursor:
        for model in models:
            key = model._meta.pk
            if isinstance(key, AutoField):
                last = max(given.get(model._meta.db_table, 0), model._base_manager.aggregate(last=Max("pk"))["last"] or 0)
                cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s, %s)", [model._meta.db_table, key.column, max(last, 1), last > 0])


def _compare(there: dict[str, int], marks: dict[str, Any], models: list[type[Model]], now: datetime) -> None:
    differences = [*differing(there, _counts()), *differing(marks, contents.marks(now=now))]
    differences += [model._meta.db_table for model in models if _sum(_rows(model, SOURCE)) != _sum(_rows(model, "default"))]
    if differences:
        raise Refused(_("What arrived differs: %(what)s. Nothing was moved.") % {"what": "; ".join(differences[:5])})


def _sum(rows: Iterator[tuple]) -> int:
    """Return a sum over rows that is the same in whatever order they come."""
    return sum(int.from_bytes(sha256(repr([_word(value) for value in row]).encode()).digest()) for row in rows) % 2**256


def _word(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return json.dumps(value, sort_keys=True, ensure_ascii=False) if isinstance(value, dict | list) else str(value)


def _place(problem: BaseException) -> str:
    """Return which line and column PostgreSQL stumbled over, without the value it says along."""
    found = re.search(r"line \d+(, column \w+)?", str(problem))
    return f"({found[0]})" if found else ""


def _first_line(problem: BaseException) -> str:
    return str(problem).strip().partition("\n")[0]
