"""A moment to be sorted by: where there is none, one that comes after all others."""

from django.db.models import DateTimeField, Func


class OrNever(Func):
    """COALESCE of a moment and the end of time, written out: an index on it is used only where the question says it word for word."""

    template = "COALESCE(%(expressions)s, TIMESTAMPTZ '9999-01-01 00:00:00+00')"
    output_field = DateTimeField()

    def as_sqlite(self, compiler, connection, **extra) -> tuple:
        """Return the same as SQLite writes moments."""
        return self.as_sql(compiler, connection, template="COALESCE(%(expressions)s, '9999-01-01 00:00:00')", **extra)
