"""Texts in one order on every database, whatever language it sorts in."""

from django.db.models import Func


class ByCodePoint(Func):
    """A text to be ordered by its code points, as Python and SQLite do: PostgreSQL would order it by the collation the database was made with."""

    template = '%(expressions)s COLLATE "C"'

    def as_sqlite(self, compiler, connection, **extra) -> tuple:
        """Return the same in SQLite's word."""
        return self.as_sql(compiler, connection, template="%(expressions)s COLLATE BINARY", **extra)
