"""What a database holds, asked of it as it stands: rows by table, migrations, and what each room says of it."""

import tomllib
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from dcc import sockets
from dcc.backup.manifest import plain


def counts() -> dict[str, int]:
    """Return how many rows each table has."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 - names out of the database itself
            found[table] = cursor.fetchone()[0]
    return found


def marks(*, now: datetime) -> dict[str, Any]:
    """Return what the rooms say of the database at a moment."""
    return {name: plain(ask(now=now)) for name, ask in sockets.backup_marks.named()}


def migrations() -> list[str]:
    """Return which migrations are applied."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def known_migrations() -> set[str]:
    """Return those that this program has."""
    return {f"{app}.{name}" for app, name in MigrationExecutor(connection).loader.disk_migrations}


def server() -> str:
    """Return the version of the database's program."""
    return ".".join(str(part) for part in connection.get_database_version())


def version() -> str:
    """Return the version of DCC."""
    return tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
