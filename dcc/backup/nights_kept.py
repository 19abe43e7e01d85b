"""Which of the nightly copies stay: a pure decider (docs/rules/trust.md#backups)."""

from collections.abc import Callable, Hashable, Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

DAYS, WEEKS, MONTHS = 7, 4, 12

Period = Callable[[datetime], Hashable]


def to_remove(moments: Iterable[datetime], *, zone: ZoneInfo) -> set[datetime]:
    """Return the moments whose copies nobody needs any more.

    The newest of each day, week and month stands for it; kept are the last seven days of which there is one, the last four weeks, the last twelve months.
    Counted are copies and not the calendar: where none was made for long, none goes.
    """
    newest_first = sorted(set(moments), reverse=True)
    kept: set[datetime] = set()
    for period, count in ((_day, DAYS), (_week, WEEKS), (_month, MONTHS)):
        newest: dict[Hashable, datetime] = {}
        for moment in newest_first:
            newest.setdefault(period(moment.astimezone(zone)), moment)
        kept |= set(list(newest.values())[:count])
    return set(newest_first) - kept


def _day(local: datetime) -> Hashable:
    return local.date()


def _week(local: datetime) -> Hashable:
    return local.isocalendar()[:2]


def _month(local: datetime) -> Hashable:
    return local.year, local.month
