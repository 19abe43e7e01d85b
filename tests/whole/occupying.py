"""Somebody else at the database who does not let go: what a page does then."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection


@contextmanager
def occupied(table: str, pk: int) -> Iterator[None]:
    """Hold a row (on SQLite the whole file) in a connection of its own, and let the pages of this test wait no longer than a moment for it."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '50ms'" if connection.vendor == "postgresql" else "PRAGMA busy_timeout = 50")
    other = _other()
    try:
        other.execute("BEGIN IMMEDIATE" if connection.vendor == "sqlite" else "BEGIN")
        if connection.vendor == "postgresql":
            other.execute(f"SELECT 1 FROM {table} WHERE id = {pk} FOR UPDATE")
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


def _other():
    said = connection.settings_dict
    if connection.vendor == "sqlite":
        return sqlite3.connect(said["NAME"], isolation_level=None)
    return psycopg.connect(host=said["HOST"], port=said["PORT"], user=said["USER"], password=said["PASSWORD"], dbname=said["NAME"], autocommit=True)
