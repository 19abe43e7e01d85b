"""A store of a few rows, and folders of a test's own."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from dcc.database.another import at_database, settings_of
from dcc.models import DueOfStore
from tests.moments import ZONE

LATER = datetime(2026, 12, 5, 3, tzinfo=ZONE)  # November is the last full month


@pytest.fixture
def own_folders(settings, tmp_path):
    """Let a test have uploads and a workplace of its own."""
    settings.VAR = tmp_path / "var"
    settings.VAR.mkdir(mode=0o700)
    settings.UPLOADS = settings.VAR / "uploads"
    settings.BACKUP_FOLDER = tmp_path / "backups"
    return settings


@pytest.fixture
def scene(transactional_db, own_folders, store):
    """A store, and a file that was uploaded."""
    DueOfStore.objects.create(store=store, name="a thing", at=LATER)
    own_folders.UPLOADS.mkdir(mode=0o700)
    (own_folders.UPLOADS / "线索.csv").write_text("手机\n", encoding="utf-8")
    return store


@contextmanager
def empty_database(tmp_path) -> Iterator[None]:
    """Meet a database of the run's kind without a table, gone afterwards."""
    if connection.vendor == "sqlite":
        with at_database(settings_of(NAME=str(tmp_path / "empty.sqlite3"))):
            yield
        return
    own = connection.settings_dict
    facts = {"host": own["HOST"], "port": own["PORT"], "user": own["USER"], "password": own["PASSWORD"], "dbname": own["NAME"]}
    with psycopg.connect(**facts, autocommit=True) as server:
        name = sql.Identifier("dcc_empty")
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(name))
        try:
            with at_database(settings_of(NAME="dcc_empty")):
                yield
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))
