"""Reading for long while people work: everything read is of one moment, and nobody who writes waits for it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_moment() -> Iterator[None]:
    """A transaction for reading alone: each question sees the database as the first one did. Inside another transaction it is that one's.

    The usual ones would not do: PostgreSQL's sees what is committed meanwhile, and SQLite's takes the one right to write with its first word.
    """
    if connection.in_atomic_block:
        yield
        return
    connection.ensure_connection()  # the first connecting sets the usual mode
    usual = getattr(connection, "transaction_mode", None)
    if connection.vendor == "sqlite":
        connection.transaction_mode = "DEFERRED"
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    finally:
        if connection.vendor == "sqlite":
            connection.transaction_mode = usual
