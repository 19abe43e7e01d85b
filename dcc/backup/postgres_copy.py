"""PostgreSQL's database copied and brought back by its own programs, `pg_dump` and `pg_restore`."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _
from psycopg import sql

from dcc.backup.programs import major_version, run
from dcc.database.another import at_database, completed
from dcc.errors import Refused

PASSED_ON = ("ssl", "gss", "channel_binding", "connect_timeout", "target_session_attrs")
SCRATCH = "dcc_scratch_"


def copy_to(path: Path) -> None:
    """Dump the database as the transaction it is read in sees it: counts and dump are of one moment."""
    check_version("pg_dump")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
    how = ["--format=custom", "--compress=0", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={path}"]
    run("pg_dump", [*how, f"--dbname={_conninfo(direct())}"], environment=_secret(direct()))


def restore_from(path: Path, database: dict[str, Any]) -> None:
    """Bring a dump back into an empty database, in one transaction."""
    check_version("pg_restore")
    how = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    run("pg_restore", [*how, f"--dbname={_conninfo(database)}", str(path)], environment=_secret(database))


@contextmanager
def opened(path: Path) -> Iterator[None]:
    """Meet the copy for a while: in a database of its own on the same server, gone afterwards. Raises Refused where none may be made."""
    own = direct()
    name = f"{SCRATCH}{token_hex(4)}"
    with _as_operator(own) as server:
        _sweep(server)
        try:
            server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(name)))
        except psycopg.errors.InsufficientPrivilege as problem:
            why = _("A backup is verified in a database of its own, and %(user)s may make none: ALTER ROLE %(user)s CREATEDB.")
            raise Refused(why % {"user": own["USER"]}) from problem
        try:
            restore_from(path, own | {"NAME": name})
            with at_database(own | {"NAME": name}):
                yield
        finally:
            _drop(server, name)


def check_version(name: str) -> None:
    """Raise Refused where a program is older than the server: it would refuse in its own words, or leave out what it does not know."""
    program, server = major_version(name), connection.get_database_version()[0]
    if program < server:
        facts = {"name": name, "program": program, "server": server}
        raise Refused(_("%(name)s is of PostgreSQL %(program)s, the server of %(server)s. Install postgresql-client-%(server)s.") % facts)


def direct() -> dict[str, Any]:
    """Return the settings of the server itself. Raises Refused where the address leads through a pooler and no other is known."""
    if "SET_IN_TRANSACTIONS" not in connection.settings_dict:
        return connection.settings_dict
    if not settings.DIRECT_DATABASE:
        raise Refused(_("DATABASE_URL leads through a pooler. Set DCC_DIRECT_DATABASE_URL to the server's own address."))
    return completed(settings.DIRECT_DATABASE)


def _conninfo(database: dict[str, Any]) -> str:
    options = {name: value for name, value in database.get("OPTIONS", {}).items() if name.startswith(PASSED_ON)}
    facts = {"dbname": database["NAME"], "host": database["HOST"], "port": database["PORT"], "user": database["USER"], **options}
    return psycopg.conninfo.make_conninfo(**{name: value for name, value in facts.items() if value})


def _secret(database: dict[str, Any]) -> dict[str, str]:
    return {"PGPASSWORD": database["PASSWORD"]} if database["PASSWORD"] else {}


@contextmanager
def _as_operator(database: dict[str, Any]) -> Iterator[psycopg.Connection]:
    with psycopg.connect(_conninfo(database), password=database["PASSWORD"] or None, autocommit=True, application_name=f"dcc-{os.getpid()}") as server:
        yield server


def _sweep(server: psycopg.Connection) -> None:
    """Remove what killed verifications left: our own databases that nobody is connected to."""
    connected = "SELECT datname FROM pg_stat_activity WHERE datname IS NOT NULL"
    ours = f"SELECT datname FROM pg_database WHERE starts_with(datname, %s) AND datdba = current_user::regrole AND datname NOT IN ({connected})"  # noqa: S608
    for (name,) in server.execute(ours, [SCRATCH]).fetchall():
        _drop(server, name)


def _drop(server: psycopg.Connection, name: str) -> None:
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
