"""SQLite's file copied while people write, looked over, and put where the program has its own."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext as _

from dcc.database.address import configured
from dcc.database.another import at_database, settings_of
from dcc.errors import Refused
from dcc.installation.private_files import private_file


def copy_to(path: Path) -> None:
    """Copy the database in one step, as the transaction it is read in sees it: nobody who writes waits, and no step is begun again."""
    connection.ensure_connection()
    private_file(path)
    with closing(sqlite3.connect(path)) as target:
        connection.connection.backup(target, progress=_never_waits)
        target.execute("PRAGMA journal_mode=DELETE")  # one file, and none beside it


def _never_waits(status: int, _remaining: int, _total: int) -> None:
    """Python would try for ever while the source itself is in the middle of writing."""
    if status not in (sqlite3.SQLITE_OK, sqlite3.SQLITE_DONE):
        raise sqlite3.OperationalError("the database cannot be copied in the middle of a change")


@contextmanager
def opened(path: Path) -> Iterator[None]:
    """Meet the copy for a while, once SQLite has found it whole. Raises Refused where it has not."""
    with closing(sqlite3.connect(path)) as raw:
        try:
            said = [row[0] for row in raw.execute("PRAGMA integrity_check(3)")]
            if said == ["ok"]:
                said = [f"{table}: {row}" for table, row, *_rest in raw.execute("PRAGMA foreign_key_check")][:3] or said
        except sqlite3.DatabaseError as problem:
            said = [str(problem)]
    if said != ["ok"]:
        raise Refused(_("The database of the backup is damaged: %(why)s") % {"why": "; ".join(said)})
    with at_database(settings_of(**configured({"ENGINE": "django.db.backends.sqlite3"}), NAME=str(path))):
        yield


def put_in_place(path: Path) -> None:
    """Make the copy the program's database, whole or not at all."""
    place = Path(connection.settings_dict["NAME"])
    connection.close()
    for beside in (f"{place}-wal", f"{place}-shm"):
        Path(beside).unlink(missing_ok=True)
    private_file(path)
    os.replace(path, place)
