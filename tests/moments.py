"""Moments of one week in the store's own zone: Monday 2026-11-23 to Sunday 2026-11-29, all working days."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a moment of November 2026 in the store's zone."""
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


MONDAY_8, MONDAY_9, MONDAY_10, MONDAY_11, MONDAY_14, MONDAY_17 = (moment(23, hour) for hour in (8, 9, 10, 11, 14, 17))
TUESDAY_9, TUESDAY_10, TUESDAY_14 = (moment(24, hour) for hour in (9, 10, 14))
WEDNESDAY_9, WEDNESDAY_10 = (moment(25, hour) for hour in (9, 10))
THURSDAY_9, FRIDAY_9, SATURDAY_9, SUNDAY_9 = (moment(day, 9) for day in (26, 27, 28, 29))
NOW = moment(26, 15).astimezone(UTC)  # when every test asks: its clock stands still there, in the zone of the clock of Django
TODAY = date(2026, 11, 26)
