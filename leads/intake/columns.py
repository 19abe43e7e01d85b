"""The columns of one file: which mean a field of ours, in which order a row asks them, and under which names the others are kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from string import ascii_uppercase

from leads.intake.call_log import CallLog
from leads.intake.cells import half_width
from leads.intake.choosing import LEFT_OUT, OF_CALL
from leads.intake.column_names import (
    CALL_LOG_NAMES,
    CALLED_SIDE,
    CHANNEL_LEVELS,
    KINDS,
    NUMBERS_OF_ANYBODY,
    OUR_OWN,
    OUR_PEOPLE,
    PHONES,
    ROW_NUMBERS,
    SYNONYMS,
    TEST_FLAGS,
    Meaning,
    earliest,
    meaning,
    normalise,
)

_DATE_ENDS, _CLOCK_ENDS = ("日期", "date"), ("时间", "时刻", "time")
_UNNAMED = 9  # the rank of a column somebody chose though its name is not in the table


@dataclass(frozen=True)
class Columns:
    """What each column of one file means. `fields` says field → indexes, the best column first; `channel` those of its levels, highest first.

    `clocks`: a column of dates → the column of times of day that belongs to it. `no_id`: columns that were to be the sender's id, but are none.
    """

    headers: tuple[str, ...]  # made unique: what an extra is kept under
    fields: dict[str, tuple[int, ...]]
    channel: tuple[int, ...] = ()
    clocks: tuple[tuple[int, int], ...] = ()
    no_id: tuple[int, ...] = ()
    left_out: tuple[int, ...] = ()  # columns that somebody does not want to have
    calls: tuple[tuple[int, str], ...] = ()  # columns that somebody said tell of calls, with what of them

    @cached_property
    def kinds(self) -> tuple[int, ...]:
        """Where a platform marks a row as its own test."""
        return self._named(KINDS)

    @cached_property
    def flags(self) -> tuple[int, ...]:
        """Where it answers with yes or no whether the row is a test."""
        return self._named(TEST_FLAGS)

    @cached_property
    def call_log(self) -> CallLog | None:
        """What tells of calls, where the file is a hotline's log: it names the called side, or somebody says so, and whether anybody answered there."""
        is_log = self.calls or self._named(CALLED_SIDE)
        log = CallLog(self.headers, left_out=self.left_out, chosen=dict(self.calls)) if is_log else None
        return log or None

    @cached_property
    def extras(self) -> tuple[tuple[int, str], ...]:
        """The columns nobody mapped, with the name each is kept under."""
        taken = {*self._mapped, *self.channel, *self.left_out}
        return tuple((index, name) for index, name in enumerate(self.headers) if index not in taken and normalise(name) not in OUR_OWN)

    @cached_property
    def unknown(self) -> tuple[int, ...]:
        """The extras of which nobody here knows what they are; a hotline's own number or a row's is no riddle."""
        told = self.call_log.columns if self.call_log else ()
        known = {*self.kinds, *self.flags, *self.no_id, *self._named(CALLED_SIDE | ROW_NUMBERS), *told}
        return tuple(index for index, _name in self.extras if index not in known)

    @cached_property
    def extras_and_channel(self) -> tuple[tuple[int, str], ...]:
        """The same with the channel columns: what every inquiry keeps."""
        return (*self.extras, *((index, self.headers[index]) for index in self.channel))

    @cached_property
    def told_apart_by(self) -> tuple[int, ...]:
        """The columns of a row's fingerprint: all but the numbers, the id, what only counts rows, and the channel, which is compared by itself."""
        taken = {*self.fields.get("phone", ()), *self.fields.get("external_id", ()), *self.no_id, *self.channel, *self._named(ROW_NUMBERS | OUR_OWN)}
        return tuple(index for index in range(len(self.headers)) if index not in taken)

    @property
    def choice(self) -> dict[int, str]:
        """Column index → field, as a form shows it and `columns_by_choice` takes it back."""
        clocks = {clock: "received_at" for _date, clock in self.clocks}
        chosen = {index: field for field, indexes in self.fields.items() for index in indexes}
        none = {**dict.fromkeys(self.no_id, "external_id"), **dict.fromkeys(self.left_out, LEFT_OUT)}
        calls = {index: f"{OF_CALL}{told}" for index, told in self.calls}
        return {**chosen, **clocks, **dict.fromkeys(self.channel, "channel"), **none, **calls}

    @cached_property
    def shown_by_example(self) -> tuple[int, ...]:
        """Where a template's example row begins its cells with 例：."""
        return tuple(index for field in ("name", "phone", "model", "received_at") for index in self.fields.get(field, ()))

    @cached_property
    def ranks(self) -> tuple[int, ...]:
        """How good a column of its field each is, 0 the best."""
        return tuple(found.rank if (found := meaning(header)) else _UNNAMED for header in self.headers)

    @cached_property
    def clock_of(self) -> dict[int, int]:
        """The same pairs, to look up."""
        return dict(self.clocks)

    def without_ids(self, indexes: Iterable[int]) -> "Columns":
        """The same, with these columns no longer the sender's id."""
        left = tuple(index for index in self.fields.get("external_id", ()) if index not in set(indexes))
        fields = {field: found for field, found in self.fields.items() if field != "external_id"}
        return replace(self, fields=fields | ({"external_id": left} if left else {}), no_id=(*self.no_id, *indexes))

    @property
    def _mapped(self) -> set[int]:
        return {*(index for indexes in self.fields.values() for index in indexes), *(index for pair in self.clocks for index in pair)}

    def _named(self, names: frozenset[str]) -> tuple[int, ...]:
        return tuple(index for index, name in enumerate(self.headers) if normalise(name) in names)


def recognise(headers: Sequence[object]) -> Columns:
    """What the columns mean by their names. Several may mean one field: each row takes the best one that is filled."""
    means = {index: found for index, header in enumerate(headers) if (found := meaning(header))}
    phones = [index for index, found in means.items() if found.field == "phone"]
    ours = [index for index in phones if index and normalise(headers[index]) in NUMBERS_OF_ANYBODY and OUR_PEOPLE.search(str(headers[index - 1]))]
    if len(ours) < len(phones):  # 销售顾问, 电话, 客户姓名, 客户电话: the first number is the adviser's
        means = {index: found for index, found in means.items() if index not in ours}
    return _columns(headers, means, _levels(headers, means))


def columns_by_choice(headers: Sequence[object], choice: Mapping[int, str]) -> Columns:
    """The columns as somebody chose them: index → field. The called side of a hotline log stays nobody's number."""
    chosen: dict[int, Meaning] = {}
    for index, field in sorted(choice.items()):
        if not 0 <= index < len(headers) or (field in PHONES and normalise(headers[index]) in CALLED_SIDE):
            continue
        if field in SYNONYMS or field == "channel":
            named = meaning(headers[index])
            chosen[index] = named if named and named.field == field else Meaning(field, _UNNAMED)
    channel = [index for index, means in chosen.items() if means.field == "channel"]
    left_out = tuple(index for index, field in sorted(choice.items()) if field == LEFT_OUT and 0 <= index < len(headers))
    told = {index: field.removeprefix(OF_CALL) for index, field in sorted(choice.items()) if field.startswith(OF_CALL) and 0 <= index < len(headers)}
    calls = tuple((index, what) for index, what in told.items() if what in CALL_LOG_NAMES)
    return replace(_columns(headers, chosen, channel[: len(CHANNEL_LEVELS)]), left_out=left_out, calls=calls)


def _columns(headers: Sequence[object], means: Mapping[int, Meaning], channel: Sequence[int]) -> Columns:
    clocks = _clocks(headers, [index for index, found in means.items() if found.field == "received_at"])
    belongs = {clock for _date, clock in clocks}
    fields: dict[str, list[int]] = {}
    for index in sorted(means, key=lambda index: (means[index].rank, index)):
        if means[index].field != "channel" and index not in belongs:
            fields.setdefault(means[index].field, []).append(index)
    return Columns(_unique(headers), {field: tuple(indexes) for field, indexes in fields.items()}, tuple(channel), clocks)


def _levels(headers: Sequence[object], means: Mapping[int, Meaning]) -> list[int]:
    """One column for each level of the channel, the highest first."""
    found: list[int] = []
    for level in range(len(CHANNEL_LEVELS)):
        place = earliest(level)
        named = [index for index, known in means.items() if known == Meaning("channel", level)]
        if named:
            found.append(min(named, key=lambda index: (place.get(normalise(headers[index]), len(place)), index)))
    return found


def _clocks(headers: Sequence[object], moments: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """(date column, time column) of one stem: 来电日期 and 来电时间, 日期 and 时间; or of none and one."""
    moments = list(moments)
    dates, clocks = _stems(headers, moments, _DATE_ENDS), _stems(headers, moments, _CLOCK_ENDS)
    pairs = [(index, clocks.pop(stem)) for stem, index in dates.items() if stem in clocks]
    alone = {stem: index for stem, index in dates.items() if index not in dict(pairs)}
    if len(alone) == len(clocks) == 1 and "" in (*alone, *clocks):  # 日期 and 来电时间, 留资日期 and 时间
        pairs += zip(alone.values(), clocks.values(), strict=True)
    return tuple(pairs)


def _stems(headers: Sequence[object], indexes: Iterable[int], ends: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for index in indexes:
        name = normalise(headers[index])
        if end := next((end for end in ends if name.endswith(end) and not name.endswith("日期时间")), ""):
            found.setdefault(name.removesuffix(end), index)
    return found


def column_letter(index: int) -> str:
    """The name a spreadsheet gives a column: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = ascii_uppercase[rest] + letters
    return letters


def _unique(headers: Sequence[object]) -> tuple[str, ...]:
    """The header names to keep cells under: a blank one is the column's letter, the second of a name gets its letter behind it."""
    kept: list[str] = []
    for index, header in enumerate(headers):
        letter = column_letter(index)
        name = half_width(str(header)).rstrip("*: ") or letter
        while name in kept:
            name = f"{name} ({letter})"
        kept.append(name)
    return tuple(kept)
