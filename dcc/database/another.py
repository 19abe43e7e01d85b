"""The program at another database for a while: whatever asks `connection` in this thread asks that one."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend

DEFAULT = "default"


def settings_of(**changes: Any) -> dict[str, Any]:
    """Return the settings of the usual database with something changed."""
    return deepcopy(connections[DEFAULT].settings_dict) | changes


def completed(database: dict[str, Any]) -> dict[str, Any]:
    """Return settings of a database with what Django adds to those of its own list."""
    return connections.configure_settings({DEFAULT: database})[DEFAULT]


@contextmanager
def at_database(database: dict[str, Any], *, usual_as: str = "") -> Iterator[BaseDatabaseWrapper]:
    """Meet another database; the usual one stays as it is, and can be asked meanwhile by the name `usual_as`."""
    usual = connections[DEFAULT]
    other = load_backend(database["ENGINE"]).DatabaseWrapper(database, DEFAULT)
    connections[DEFAULT] = other
    if usual_as:
        connections[usual_as] = usual
    try:
        yield other
    finally:
        connections[DEFAULT] = usual
        if usual_as:
            del connections[usual_as]
        other.close()
