"""One time cell, or a date cell and a time cell, read: a moment, nothing, or the reason why it is no date (“Time” of the import rules)."""

import re
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from leads.intake.cells import Cell, half_width, says_nothing
from leads.intake.written_times import Written, read_clock, read_written, since_1970

AHEAD = timedelta(days=1)  # how far a sender's clock may be before ours

_SERIAL_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 — a spreadsheet's day nought, in whatever zone the store has
_SYSTEM_1904 = timedelta(days=1462)  # by how much the days of the other date system are fewer
_FIRST_YEAR = 2000  # what is said to be earlier is a placeholder: 1970, 1900, 0001
_LAST_SERIAL = 73_051  # 2100
_HOURS = re.compile(r"(\d{6,7}):([0-5]\d):([0-5]\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Moment:
    """`value` in UTC, or None: then the cell was empty, or there is a `problem`: bad_time, future_time. `day_only`: it told no time of the day."""

    value: datetime | None = None
    problem: str = ""
    day_only: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Calendar:
    """How a file counts its days: in which zone, and whether from 1904 on, as the spreadsheets of old Macs do."""

    zone: ZoneInfo
    from_1904: bool = False


EMPTY, BAD, FUTURE = Moment(), Moment(problem="bad_time"), Moment(problem="future_time")


def read_moment(cell: Cell, calendar: Calendar, now: datetime, clock: Cell = None) -> Moment:
    """When something happened: a time without zone is the store's, and more than a day ahead of `now` it cannot have happened.

    `clock` is the cell of a column of its own for the time of day.
    """
    moment = read_any_moment(cell, calendar, clock)
    return FUTURE if moment.value is not None and moment.value > now + AHEAD else moment


def read_any_moment(cell: Cell, calendar: Calendar, clock: Cell = None) -> Moment:
    """The same for what may well lie ahead: a deadline."""
    if (
        clock is None and type(cell) is str and len(cell) == 19 and cell[4] == cell[7] == "-" and cell[13] == cell[16] == ":"
    ):  # the common spelling, many times faster
        with suppress(ValueError):
            local = datetime.fromisoformat(cell)
            return Moment(_utc(local, calendar.zone)) if local.year >= _FIRST_YEAR else BAD
    if says_nothing(cell) and says_nothing(clock):
        return EMPTY
    try:
        found = _whole(clock, calendar) or _joined(cell, clock, calendar)
        return BAD if found is None or found.moment.year < _FIRST_YEAR else Moment(_utc(found.moment, calendar.zone), day_only=found.day_only)
    except (ValueError, OverflowError):  # the thirtieth of February, the year nought
        return BAD


def _whole(clock: Cell, calendar: Calendar) -> Written | None:
    """What the column of times says where it says the day as well."""
    found = None if says_nothing(clock) else _read(clock, calendar)
    return None if found is None or found.day_only or found.moment.year < _FIRST_YEAR else found


def _joined(cell: Cell, clock: Cell, calendar: Calendar) -> Written | None:
    found = None if says_nothing(cell) else _read(cell, calendar)
    if found is None or says_nothing(clock) or not (found.day_only or found.moment.time() == time()):  # a database writes its dates with 00:00:00
        return found
    hour = _time_of_day(clock)
    return None if hour is None else replace(found, moment=datetime.combine(found.moment.date(), hour, found.moment.tzinfo), day_only=False)


def _utc(local: datetime, zone: ZoneInfo) -> datetime:
    if local.microsecond:  # a spreadsheet's fraction of a day: the same second must read the same from every kind of file
        local = local.replace(microsecond=0) + timedelta(seconds=round(local.microsecond / 1_000_000))
    return (local if local.tzinfo else local.replace(tzinfo=zone)).astimezone(UTC)


def _read(cell: Cell, calendar: Calendar) -> Written | None:
    if isinstance(cell, str):
        text = half_width(cell).removeprefix('="').strip("'\" ")
        return _serial(_number(text) or _days(text), calendar) or read_written(text)
    if isinstance(cell, datetime):
        return Written(cell, cell.tzinfo is None and cell.time() == time())
    if isinstance(cell, date):
        return Written(datetime.combine(cell, time()), day_only=True)
    return None if cell is None or isinstance(cell, bool | time) else _of_number(float(cell), calendar)


def _of_number(number: float, calendar: Calendar) -> Written | None:
    """A number: a spreadsheet's day that lost its format, the digits of a date, or a program's seconds."""
    if (serial := _serial(number, calendar)) or not number.is_integer():
        return serial or _since_1970(number)
    return read_written(str(int(number)))


def _since_1970(number: float) -> Written | None:
    moment = since_1970(str(int(number))) if abs(number) < 1e15 else None
    return Written(moment) if moment else None


def _number(text: str) -> float:
    whole, _, fraction = text.partition(".")
    return float(text) if len(whole) == 5 and text.isascii() and whole.isdigit() and (fraction.isdigit() or not fraction) else 0


def _days(text: str) -> float:
    """A moment that a sheet shows as a length of time, [h]:mm:ss: the hours since its day nought."""
    found = _HOURS.fullmatch(text)
    return timedelta(hours=int(found[1]), minutes=int(found[2]), seconds=int(found[3])) / timedelta(days=1) if found else 0


def _serial(number: float, calendar: Calendar) -> Written | None:
    """Days since the end of 1899; the seconds are rounded, because the fraction of a day never meets them exactly."""
    if not 1 <= number < _LAST_SERIAL:
        return None
    moment = _SERIAL_ZERO + timedelta(seconds=round(number * 86_400)) + (_SYSTEM_1904 if calendar.from_1904 else timedelta())
    return Written(moment, day_only=float(number).is_integer())


def _time_of_day(clock: Cell) -> time | None:
    if isinstance(clock, str):
        text = half_width(clock).strip("'\" ")
        if len(text) in (4, 6) and text.isascii() and text.isdigit():
            text = ":".join(text[place : place + 2] for place in range(0, len(text), 2))
        return read_clock(text) or _of_fraction(float(text) if text.startswith("0.") else -1)
    if isinstance(clock, datetime):
        return clock.time()
    if isinstance(clock, time):
        return clock
    return None if isinstance(clock, bool | date) or clock is None else _of_fraction(clock)


def _of_fraction(day: float) -> time | None:
    return (_SERIAL_ZERO + timedelta(seconds=round(day * 86_400))).time() if 0 <= day < 1 else None
