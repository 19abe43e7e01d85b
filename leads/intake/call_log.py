"""What the log of a hotline says of the call in each of its rows: answered or missed, how long, who took it (docs/rules/intake.md#hotline-logs)."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from types import MappingProxyType

from leads.intake.arrival import Rang
from leads.intake.cells import Cell, cell_text, half_width, says_nothing, tidy
from leads.intake.column_names import CALL_LOG, normalise

LONGEST = 24 * 3600  # seconds; what lasts longer is no talk
_UNIT = re.compile(r"\((秒钟?|s|secs?|seconds?|分钟?|m|mins?|minutes?|时分秒|时:分:秒)\)$")
_CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]?\d)(?:\.\d+)?", re.ASCII)
_WORDS = re.compile(r"(?:(\d+)\s*(?:小时|时|h))?\s*(?:(\d+)\s*(?:分钟|分|m(?:in)?|'))?\s*(?:(\d+)\s*(?:秒钟?|s(?:ec)?|\"))?", re.ASCII | re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_MISSED = re.compile(
    r"未|没|无|漏|失败|放弃|呼损|拒|忙|挂断|挂机前|超时|否|留言|语音信箱|空号|关机|停机|miss|no|fail|abandon|busy|cancel|lost|unanswer|reject|timeout|0|false|n",
    re.IGNORECASE,
)
_ANSWERED = re.compile(r"(?<!转)接|通|应答|成功|正常|完成|是|answer|connect|success|normal|complete|yes|true|y|1", re.IGNORECASE)


class CallLog:
    """Which columns of a file tell of its calls: by their names, or as somebody chose them. True where they say whether anybody answered."""

    __slots__ = ("minutes", "told")

    def __init__(self, headers: Sequence[str], *, left_out: Sequence[int] = (), chosen: Mapping[int, str] = MappingProxyType({})) -> None:
        self.told: dict[str, list[int]] = {}
        self.minutes: set[int] = set()
        for index, header in enumerate(headers):
            name = normalise(header)
            unit = _UNIT.search(name)
            told = chosen.get(index) or CALL_LOG.get(name[: unit.start()] if unit else name)
            if told and index not in left_out:
                self.told.setdefault(told, []).append(index)
                if unit and unit[1].startswith(("分", "m")):
                    self.minutes.add(index)

    def __bool__(self) -> bool:
        return "state" in self.told or "talk" in self.told

    @property
    def columns(self) -> set[int]:
        """The columns that are understood so."""
        return {index for indexes in self.told.values() for index in indexes}

    def read(self, cells: Sequence[Cell]) -> Rang:
        """Return the call of a row. What its state does not say its length does: nobody talks for no second."""
        talked = self._seconds("talk", cells) or 0
        answered = said_answered(self._text("state", cells))
        answered = talked > 0 if answered is None else answered
        return Rang(answered, talked if answered else 0, self._seconds("wait", cells), self._text("who", cells) if answered else "")

    def _filled(self, told: str, cells: Sequence[Cell]) -> list[int]:
        return [index for index in self.told.get(told, ()) if not says_nothing(cells[index])]

    def _text(self, told: str, cells: Sequence[Cell]) -> str:
        filled = self._filled(told, cells)
        return half_width(tidy(cell_text(cells[filled[0]]))) if filled else ""

    def _seconds(self, told: str, cells: Sequence[Cell]) -> int | None:
        read = (read_seconds(cells[index], minutes=index in self.minutes) for index in self._filled(told, cells))
        return next((seconds for seconds in read if seconds is not None), None)


def said_answered(state: str) -> bool | None:
    """Return whether a word of a log's state says that somebody answered, None where it says neither."""
    if not state:
        return None
    if _MISSED.match(state) or re.search(r"未|没|漏|失败|呼损|放弃", state):
        return False
    return True if _ANSWERED.search(state) else None


def read_seconds(cell: Cell | timedelta, *, minutes: bool = False) -> int | None:
    """Return the seconds a cell says, however it is written: 237, 3分57秒, 00:03:57; None where it says no length. `minutes`: a bare number counts those."""
    seconds = _seconds_of(cell, minutes=minutes)
    return seconds if seconds is not None and 0 <= seconds <= LONGEST else None


def _seconds_of(cell: Cell | timedelta, *, minutes: bool) -> int | None:
    if isinstance(cell, timedelta):
        return round(cell.total_seconds())
    if isinstance(cell, datetime | time):  # a spreadsheet shows a length as a time of day
        return cell.hour * 3600 + cell.minute * 60 + cell.second
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        return None
    text = half_width(cell_text(cell))
    if _NUMBER.fullmatch(text):
        return round(float(text) * (60 if minutes else 1))
    if clock := _CLOCK.fullmatch(text):
        return int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + int(clock[3])
    words = _WORDS.fullmatch(text)
    return int(words[1] or 0) * 3600 + int(words[2] or 0) * 60 + int(words[3] or 0) if words and any(words.groups()) else None
