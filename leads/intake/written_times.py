"""A moment as people and programs write it, in whatever spelling: text in, the local moment out. What is ambiguous is no moment."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

LONGEST = 90
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECONDS = (946_684_800, 4_102_444_800)  # the seconds since 1970 of the years 2000 to 2099
_CHINA = timezone(timedelta(hours=8))

_WEEKDAY = re.compile(
    r"\(?(?:星期|周|礼拜)[一二三四五六日天]\)?|\(?\b(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?\b\.?\)?,?", re.IGNORECASE
)
_BEFORE, _AFTER = "凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|AM|PM", r"上午|下午|[AP]\.?M\b\.?"
_OFFSET = r"Z|[+-]\d{1,2}(?::?\d\d)?"
_NAMED = r"\(?\s*(?P<utc>UTC|GMT)\s*(?P<named>[+-]\d{1,2}(?::?\d\d)?)?\s*\)?"
_CHINESE = r"[(\[]?(?:CST|Asia/Shanghai|PRC|北京时间|中国标准时间|东八区|China Standard Time)[)\]]?"
_CLOCK = (
    rf"(?P<before>{_BEFORE})?\s*(?P<hour>\d{{1,2}})\s*[:时点]\s*(?:(?P<minute>\d{{1,2}})\s*分?|(?P<half>半))?(?:\s*(?:(?<=分)|:)\s*(?P<second>\d{{1,2}})\s*秒?)?(?:[.,]\d+)?"
    rf"\s*(?P<after>{_AFTER})?\s*(?P<zone>{_OFFSET})?\s*(?:{_NAMED})?\s*(?P<china>{_CHINESE})?(?:\s*{_CHINESE})?"
)
_MAYBE_CLOCK = rf"(?:(?:[T\s,_]*|\s+at\s+|[-/]){_CLOCK})?"
_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_MONTH = r"(?P<word>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_FLAGS = re.ASCII | re.IGNORECASE
_DAYS = tuple(
    re.compile(pattern, _FLAGS)
    for pattern in (
        rf"(?P<year>\d{{4}})\s*[-/.年]\s*(?P<month>\d{{1,2}})\s*[-/.月]\s*(?P<day>\d{{1,2}})\s*[日号]?{_MAYBE_CLOCK}",
        rf"{_CLOCK}[\s,]+(?P<year>20\d\d)\s*[-/.年]\s*(?P<month>\d{{1,2}})\s*[-/.月]\s*(?P<day>\d{{1,2}})\s*[日号]?",
        rf"(?P<year>20\d\d)(?P<month>\d\d)(?P<day>\d\d)[T\s_]+{_CLOCK}",
        rf"(?P<day>\d{{1,2}})[\s/-]*{_MONTH}[\s,/-]*(?P<year>\d{{4}}){_MAYBE_CLOCK}",
        rf"(?P<year>\d{{4}})[\s/-]*{_MONTH}[\s/-]*(?P<day>\d{{1,2}}){_MAYBE_CLOCK}",
        rf"{_MONTH}\s*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s,]+(?P<year>\d{{4}}){_MAYBE_CLOCK}",
        rf"{_MONTH}\s+(?P<day>\d{{1,2}})\s+{_CLOCK}\s+(?P<year>\d{{4}})",  # as Java prints it
    )
)
_MONTH_FIRST = re.compile(rf"(?P<month>\d{{1,2}})/(?P<day>\d{{1,2}})/(?P<year>\d{{4}}){_MAYBE_CLOCK}", _FLAGS)
_HOUR_ALONE = re.compile(_CLOCK, _FLAGS)
_DASHED_CLOCK = re.compile(r"(?<=\d)[\sT_-]+(\d\d)-(\d\d)-(\d\d)$", re.ASCII)
_COMPACT = re.compile(r"(20\d\d)(\d\d)(\d\d)(?:[T_\s-]?(\d\d)(\d\d)(?:(\d\d)(?:\d{3})?)?)?(?:\.\d+)?(?P<zone>Z|\+\d\d:?\d\d)?", re.ASCII)
_SINCE_1970 = re.compile(r"(?:/Date\()?(\d{10}|\d{13}|\d{16})(?:\.\d+)?(?:[+-]\d{4})?(?:\)/)?", re.ASCII)
_AFTERNOON = {"下午": 12, "PM": 12, "傍晚": 12, "晚上": 12}
_LATEST_MORNING = {"凌晨": 6, "晚上": 11}  # an hour past it, said so, is anybody's guess


@dataclass(frozen=True, slots=True)
class Written:
    """A local moment, or one with a zone. `day_only`: no time of day was written."""

    moment: datetime
    day_only: bool = False


def read_written(text: str) -> Written | None:
    """What a text says, or None where it says no moment or several. Raises ValueError for the thirtieth of February."""
    if len(text) in (10, 19, 25) and text[4:5] == text[7:8] == "-" and text[13:14] == text[16:17] in ("", ":"):  # the common spellings, twenty times faster
        with suppress(ValueError):
            return Written(datetime.fromisoformat(text), len(text) == 10)
    if len(text) > LONGEST:
        return None
    if found := _COMPACT.fullmatch(text):
        return _compact(found)
    if (moment := since_1970(text)) is not None:
        return Written(moment)
    text = " ".join(_DASHED_CLOCK.sub(r" \1:\2:\3", _WEEKDAY.sub(" ", text)).split())
    if found := next(filter(None, (pattern.fullmatch(text) for pattern in _DAYS)), None):
        return _written(found)
    found = _MONTH_FIRST.fullmatch(text)
    return _written(found) if found and _half(found) else None  # without AM or PM nobody knows which is the month


def read_clock(text: str) -> time | None:
    """A time of day that stands alone: `9:30`, `上午9点`. Raises ValueError for the twenty-fifth hour."""
    found = _HOUR_ALONE.fullmatch(text)
    return time(_hour(found), _minute(found), int(found["second"] or 0)) if found else None


def since_1970(text: str) -> datetime | None:
    """Seconds or milliseconds since 1970, as programs keep them; of this century only."""
    found = _SINCE_1970.fullmatch(text)
    if not found:
        return None
    seconds = int(found[1][:10])
    return _EPOCH + timedelta(seconds=seconds) if _SECONDS[0] <= seconds < _SECONDS[1] else None


def _compact(found: re.Match[str]) -> Written:
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    moment = datetime.combine(date(year, month, day), time()) + _since_midnight(hour, minute, second)
    return Written(moment.replace(tzinfo=_offset(found["zone"])) if found["zone"] else moment, day_only=found[4] is None)


def _written(found: re.Match[str]) -> Written:
    facts = found.groupdict()
    month = _MONTHS[facts["word"].lower()] if facts.get("word") else int(facts["month"])
    day = datetime.combine(date(int(facts["year"]), month, int(facts["day"])), time(), _zone(facts))
    if not facts["hour"]:
        return Written(day, day_only=True)
    if (facts["zone"] or "").startswith("-") and not facts["second"]:
        raise ValueError  # 9:30-10:00 is a stretch of time, not a moment west of Greenwich
    return Written(day + _since_midnight(_hour(found), _minute(found), int(facts["second"] or 0)))


def _since_midnight(hour: int, minute: int, second: int) -> timedelta:
    """The time of day; 24:00:00 is the midnight at which the day ends."""
    if (hour, minute, second) != (24, 0, 0):
        time(hour, minute, second)
    return timedelta(hours=hour, minutes=minute, seconds=second)


def _half(found: re.Match[str]) -> str:
    return (found["before"] or found["after"] or "").upper().replace(".", "")


def _hour(found: re.Match[str]) -> int:
    """Twelve in the morning is midnight; a 下午 before an hour that is past noon anyhow changes nothing."""
    hour, half = int(found["hour"]), _half(found)
    if not half:
        return hour
    if half == "中午":
        if 2 < hour < 11 or hour > 14:
            raise ValueError
        return hour + 12 if hour < 3 else hour
    if half in _LATEST_MORNING and _LATEST_MORNING[half] < hour <= 12:
        raise ValueError
    if hour > 12:
        if half not in _AFTERNOON:
            raise ValueError
        return hour
    return hour % 12 + _AFTERNOON.get(half, 0)


def _minute(found: re.Match[str]) -> int:
    """9点半 is half past nine."""
    return 30 if found["half"] else int(found["minute"] or 0)


def _zone(facts: dict[str, str | None]) -> timezone | None:
    if text := facts["zone"] or facts["named"]:
        return _offset(text)
    return UTC if facts["utc"] else _CHINA if facts["china"] else None


def _offset(text: str) -> timezone:
    """Z, +8, +08:00, -0530."""
    if text in "Zz":
        return UTC
    hours, _, minutes = text[1:].partition(":")
    hours, minutes = (hours[:-2], hours[-2:]) if len(hours) > 2 else (hours, minutes)
    return timezone((1 if text[0] == "+" else -1) * timedelta(hours=int(hours), minutes=int(minutes or 0)))
