"""When the nightly backup is due, and when the last one is old: pure deciders."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

OLD = timedelta(hours=26)  # a night, and two hours for a large one
AGAIN = timedelta(hours=1)  # until what failed, or was killed, is tried again


def at_night(words: str) -> time | None:
    """Return the moment of a night as the environment says it, 03:10; None for off. Raises ValueError for anything else."""
    return None if words == "off" else time.fromisoformat(words)


def last_night(now: datetime, at: time, *, zone: ZoneInfo) -> datetime:
    """Return the last moment at which a backup should have begun."""
    local = now.astimezone(zone)
    tonight = local.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return tonight if tonight <= local else tonight - timedelta(days=1)


def is_old(verified_at: datetime | None, *, now: datetime) -> bool:
    """Whether the last verified backup is no comfort any more; one far in the future was made before the clock was set back."""
    return verified_at is None or abs(now - verified_at) > OLD
