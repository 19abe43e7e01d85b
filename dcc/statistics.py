"""What the database knows of its own sizes. SQLite gathers nothing by itself, and without it takes every index for as good as the next."""

from collections.abc import Sequence

from django.db import connection

ROWS = 50_000  # of each index: all of a young store, and a moment of a large one


def gather(tables: Sequence[str] = ()) -> None:
    """Let the database look at its tables as they are now: SQLite at all of them; PostgreSQL, which does so by itself in time, at those just filled."""
    if connection.vendor == "sqlite":
        _say(f"PRAGMA analysis_limit = {ROWS}", "ANALYZE")
    else:
        _say(*(f"ANALYZE {connection.ops.quote_name(table)}" for table in tables))


def _say(*sentences: str) -> None:
    with connection.cursor() as cursor:
        for sentence in sentences:
            cursor.execute(sentence)
