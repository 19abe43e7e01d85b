"""One time cell, read: a moment, nothing, or the reason why it is no date (the paragraph “Time” of the import rules)."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from leads.cells import Cell, half_width

AHEAD = timedelta(days=1)  # how far a sender's clock may be before ours

_SERIAL_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 — a spreadsheet's day nought, in whatever zone the store has
_SERIALS = (18264, 73051)  # 1950 to 2099: smaller and larger numbers are no dates anybody means
_SERIAL_TEXT = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)
_CLOCK = r"(?:[T\s,]*(?P<before>上午|下午|AM|PM)?\s*(?P<hour>\d{1,2})[:时点](?:(?P<minute>\d{1,2})分?)?(?::?(?P<second>\d{1,2})秒?)?(?:\.\d+)?"
_CLOCK += r"\s*(?P<after>AM|PM|上午|下午)?\s*(?P<zone>Z|[+-]\d\d(?::?\d\d)?)?)?"
_YEAR_FIRST = re.compile(rf"(?P<year>\d{{4}})[-/.年](?P<month>\d{{1,2}})[-/.月](?P<day>\d{{1,2}})日?{_CLOCK}", re.ASCII | re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"(?P<month>\d{{1,2}})/(?P<day>\d{{1,2}})/(?P<year>\d{{4}}){_CLOCK}", re.ASCII | re.IGNORECASE)
_HALVES = {"上午": 0, "AM": 0, "下午": 12, "PM": 12}
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Moment:
    """`value` in UTC, or None: then the cell was empty, or there is a `problem`: bad_time, future_time."""

    value: datetime | None = None
    problem: str = ""


EMPTY, BAD, FUTURE = Moment(), Moment(problem="bad_time"), Moment(problem="future_time")


def read_moment(cell: Cell, zone: ZoneInfo, now: datetime) -> Moment:
    """When something happened: a time without zone is the store's, and more than a day ahead of `now` it cannot have happened."""
    moment = read_any_moment(cell, zone)
    return FUTURE if moment.value is not None and moment.value > now + AHEAD else moment


def read_any_moment(cell: Cell, zone: ZoneInfo) -> Moment:
    """The same for what may well lie ahead: a deadline."""
    if cell is None or cell == "":
        return EMPTY
    if type(cell) is str and not (text := half_width(cell).strip("' ")):
        return EMPTY
    try:
        local = _text(text) if type(cell) is str else _typed(cell)
        return BAD if local is None else Moment(_utc(local, zone))
    except (ValueError, OverflowError):  # the thirtieth of February, the year nought
        return BAD


def _utc(local: datetime, zone: ZoneInfo) -> datetime:
    if local.microsecond:  # a spreadsheet's fraction of a day: the same second must read the same from every kind of file
        local = local.replace(microsecond=0) + timedelta(seconds=round(local.microsecond / 1_000_000))
    return (local if local.tzinfo else local.replace(tzinfo=zone)).astimezone(UTC)


def _typed(cell: Cell) -> datetime | None:
    """A spreadsheet's own date, or the number behind one that lost its format."""
    if isinstance(cell, datetime):
        return cell
    if isinstance(cell, date):
        return datetime.combine(cell, time())
    return None if isinstance(cell, bool | time) else _serial(float(cell or 0))


def _serial(number: float) -> datetime | None:
    """Days since the end of 1899; the seconds are rounded, because the fraction of a day never meets them exactly."""
    if not _SERIALS[0] <= number < _SERIALS[1]:
        return None
    return _SERIAL_ZERO + timedelta(seconds=round(number * 86400))


def _text(text: str) -> datetime | None:
    if len(text) > _LONGEST:
        return None
    if len(text) in (10, 19, 25) and text[4:5] == text[7:8] == "-":  # the common spellings, twenty times faster
        with suppress(ValueError):
            return datetime.fromisoformat(text)
    if _SERIAL_TEXT.fullmatch(text):
        return _serial(float(text))
    if found := _YEAR_FIRST.fullmatch(text):
        return _written(found)
    found = _MONTH_FIRST.fullmatch(text)
    return _written(found) if found and _half(found) else None  # without AM or PM nobody knows which is the month


def _half(found: re.Match[str]) -> str:
    return (found["before"] or found["after"] or "").upper()


def _written(found: re.Match[str]) -> datetime:
    day = (int(found["year"]), int(found["month"]), int(found["day"]))
    clock = (_hour(int(found["hour"] or 0), _half(found)), int(found["minute"] or 0), int(found["second"] or 0))
    return datetime(*day, *clock, tzinfo=_zone(found["zone"]))


def _hour(hour: int, half: str) -> int:
    """Twelve in the morning is midnight; a 下午 before an hour that is past noon anyhow changes nothing."""
    if not half or hour > 12:
        if half and _HALVES[half] == 0:
            raise ValueError
        return hour
    return hour % 12 + _HALVES[half]


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    if text in "Zz":
        return UTC
    hours, minutes = int(text[1:3]), int(text[3:].lstrip(":") or 0)
    return timezone((1 if text[0] == "+" else -1) * timedelta(hours=hours, minutes=minutes))
