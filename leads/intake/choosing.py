"""What somebody chose for one file on its preview, besides its channel: sheet, line of names, a field for each column, what unknown words mean.

See docs/rules/intake.md#mapping.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from leads.intake.cells import tidy
from leads.intake.column_names import OUR_OWN, normalise

OF_CALL = "call_"  # how the fields of a column begin that tells of a call; it stays an extra as well
LEFT_OUT = "none"  # the field of a column that is not imported
NEW = "new"  # a word that becomes one of the store's own; of a channel with its source behind a colon
ALIKE = 0.7  # so much of both lists of names is one: the same sender's, with a column more or less
RENAMED = 2  # names that a sender may have changed at once, where two thirds of the list are as they were


@dataclass(frozen=True)
class Choice:
    """What was chosen; None: as the program finds it by itself.

    `fields`: column index → field, "" for an extra; `channels`: an unknown name → the id of a channel, or `new:web`; `models`: an unknown model → the store's
    word for it, or `new`. `own_channel`: somebody chose where the file belongs, if only that its own columns say it.
    """

    sheet: str | None = None
    header_row: int | None = None
    fields: dict[int, str] | None = None
    channels: dict[str, str] = field(default_factory=dict)
    models: dict[str, str] = field(default_factory=dict)
    own_channel: bool = False

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Choice":
        """Return what `as_json` wrote."""
        fields = kept.get("fields")
        return cls(**{**kept, "fields": None if fields is None else {int(index): name for index, name in fields.items()}})

    def as_json(self) -> dict[str, Any]:
        """Return what is kept with the batch."""
        fields = None if self.fields is None else {str(index): name for index, name in self.fields.items()}
        return {**vars(self), "fields": fields}


def names_of(headers: Sequence[str]) -> list[str]:
    """Return the names by which files are told apart; what our own workbook of rejected rows adds is none."""
    return [tidy(header) for header in headers if normalise(header) not in OUR_OWN]


def key_of(headers: Sequence[str]) -> str:
    """Return what files of the same list of names have in common."""
    return sha256(json.dumps(names_of(headers), ensure_ascii=False).encode()).hexdigest()


def are_alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two lists of names are one sender's, though a column may have come or gone, or up to two have new names in their places."""
    first, second = set(names_of(one)), set(names_of(other))
    if len(first & second) >= ALIKE * len(first | second):
        return bool(first | second)
    return bool(renamed(one, other)) and 3 * len(first & second) >= 2 * len(first)


def renamed(one: Sequence[str], other: Sequence[str]) -> list[int]:
    """Return the places at which another list of as many names has a new one. None where more changed than that: then a place says nothing."""
    before, after = [tidy(name) for name in one], [tidy(name) for name in other]
    places = [place for place, (was, now) in enumerate(zip(before, after, strict=False)) if was != now]
    moved = any(after[place] in before or before[place] in after for place in places)
    return [] if moved or len(before) != len(after) or len(places) > RENAMED else places
