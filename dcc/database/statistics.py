"""What the database knows of its own sizes. SQLite gathers nothing by itself, and without it takes every index for as good as the next."""

from collections.abc import Sequence

from django.db import connection, transaction

ROWS = 50_000  # of each index: all of a young store, and a moment of a large one


def gather(tables: Sequence[str] = ()) -> None:
    """Let the database look at its tables as they are now: SQLite at all of them; PostgreSQL, which does so by itself in time, at those just filled.

    SQLite may not skip through an index whose first columns a question leaves open: that goes through every store, and takes NULL for a rare value.
    """
    if connection.vendor == "sqlite":
        with transaction.atomic():
            _say(f"PRAGMA analysis_limit = {ROWS}", "ANALYZE", "UPDATE sqlite_stat1 SET stat = stat || ' noskipscan' WHERE idx IS NOT NULL")
        _say("ANALYZE sqlite_schema")
    else:
        _say(*(f"ANALYZE {connection.ops.quote_name(table)}" for table in tables))


def _say(*sentences: str) -> None:
    with connection.cursor() as cursor:
        for sentence in sentences:
            cursor.execute(sentence)
