"""The database of each process of a run. One process migrates; with several workers each has a copy of what the first one made."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

ALONE = "master"  # what pytest-xdist calls a process without workers


def set_up(worker: str) -> None:
    """Give this process a database of its own, migrated and empty."""
    if worker == ALONE:
        migrate()
        return
    with claimed() as copies:
        if not any(copies.iterdir()):
            migrate()
        connection.settings_dict["NAME"] = connection.settings_dict["TEST"]["NAME"]
        connection.creation.clone_test_db(worker, verbosity=0)
        (copies / worker).touch()
    connection.settings_dict.update(connection.creation.get_test_db_clone_settings(worker))


def tear_down(worker: str) -> None:
    """Remove this process's database, with the last copy also what it was copied from."""
    remove(connection.settings_dict["NAME"])
    if worker == ALONE:
        return
    with claimed() as copies:
        (copies / worker).unlink()
        if not any(copies.iterdir()):
            remove(connection.settings_dict["TEST"]["NAME"])


@contextmanager
def claimed() -> Iterator[Path]:
    """Let no other process of this run make or remove databases; the folder holds a file for each copy there is."""
    copies = settings.VAR / "copies"
    copies.mkdir(exist_ok=True)
    with (settings.VAR / "copies.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield copies


def migrate() -> None:
    """Make the database of the tests and leave nobody connected to it."""
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connection.close()


def remove(name: str) -> None:
    """Remove a database."""
    connection.close()
    connection.creation._destroy_test_db(name, verbosity=0)
