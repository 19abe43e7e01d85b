"""The day of a store in SQL: on PostgreSQL by its zone's rules, on SQLite by the zone's offset where that never changes, else by Django."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.db.models import DateField
from django.db.models.functions import ExtractHour, TruncDate


class StoreDay(TruncDate):
    """`StoreDay("at", zone=store.zone)`: the store's date in which a moment lies. Django calls Python for each row of SQLite; this does not."""

    output_field = DateField()

    def __init__(self, expression, zone: ZoneInfo, **extra) -> None:
        self.zone = zone
        super().__init__(expression, tzinfo=zone, **extra)

    def as_sqlite(self, compiler, connection, **_context):
        """Return date(moment, offset) for a zone without summer time."""
        minutes = fixed_offset(self.zone)
        if minutes is None:
            return super().as_sql(compiler, connection)
        sql, params = compiler.compile(self.lhs)
        return f"date({to_the_second(sql)}, '{minutes:+d} minutes')", params


class StoreHour(ExtractHour):
    """The hour of the store's day in which a moment lies."""

    def __init__(self, expression, zone: ZoneInfo, **extra) -> None:
        self.zone = zone
        super().__init__(expression, tzinfo=zone, **extra)

    def as_sqlite(self, compiler, connection, **_context):
        """Return the hour of strftime for a zone without summer time."""
        minutes = fixed_offset(self.zone)
        if minutes is None:
            return super().as_sql(compiler, connection)
        sql, params = compiler.compile(self.lhs)
        return f"CAST(strftime('%%H', {to_the_second(sql)}, '{minutes:+d} minutes') AS INTEGER)", params


def to_the_second(sql: str) -> str:
    """A moment of SQLite cut to its second: SQLite rounds to milliseconds, and the last half of one would fall into the next day."""
    return f"substr({sql}, 1, 19)"


@lru_cache
def fixed_offset(zone: ZoneInfo) -> int | None:
    """The minutes by which a zone is ahead of UTC, if it was the same all along since 2000; else None."""
    offsets = {datetime(year, month, 1, tzinfo=UTC).astimezone(zone).utcoffset() or timedelta() for year in range(2000, 2040) for month in range(1, 13)}
    return int(offsets.pop().total_seconds() // 60) if len(offsets) == 1 else None
