"""The day of a store in SQL: on PostgreSQL by its zone's rules, on SQLite by the zone's offset where that never changes, else by Django."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.db.models import DateField, Transform
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay, TruncDate


class OfStore(Transform):
    """What a moment is in a store. Django calls Python for each row of SQLite; `on_sqlite` says it without, where the zone has no summer time."""

    on_sqlite = ""

    def __init__(self, expression, zone: ZoneInfo, **extra) -> None:
        self.zone = zone
        super().__init__(expression, tzinfo=zone, **extra)

    def as_sqlite(self, compiler, connection, **_context):
        """Return what SQLite knows by itself, by the zone's offset."""
        minutes = fixed_offset(self.zone)
        if minutes is None:
            return super().as_sql(compiler, connection)
        sql, params = compiler.compile(self.lhs)
        return self.on_sqlite.format(moment=to_the_second(sql), offset=f"{minutes:+d} minutes"), params


class StoreDay(OfStore, TruncDate):
    """`StoreDay("at", zone=store.zone)`: the store's date in which a moment lies."""

    output_field = DateField()
    on_sqlite = "date({moment}, '{offset}')"


class StoreHour(OfStore, ExtractHour):
    """The hour of the store's day in which a moment lies."""

    on_sqlite = "CAST(strftime('%%H', {moment}, '{offset}') AS INTEGER)"


class StoreWeekday(OfStore, ExtractIsoWeekDay):
    """The weekday of the store's day in which a moment lies: Monday is 1, Sunday 7."""

    on_sqlite = "(CAST(strftime('%%w', {moment}, '{offset}') AS INTEGER) + 6) %% 7 + 1"


def to_the_second(sql: str) -> str:
    """A moment of SQLite cut to its second: SQLite rounds to milliseconds, and the last half of one would fall into the next day."""
    return f"substr({sql}, 1, 19)"


@lru_cache
def fixed_offset(zone: ZoneInfo) -> int | None:
    """The minutes by which a zone is ahead of UTC, if it was the same all along since 2000; else None."""
    offsets = {datetime(year, month, 1, tzinfo=UTC).astimezone(zone).utcoffset() or timedelta() for year in range(2000, 2040) for month in range(1, 13)}
    return int(offsets.pop().total_seconds() // 60) if len(offsets) == 1 else None
