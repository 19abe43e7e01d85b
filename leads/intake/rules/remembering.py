"""What is known of files with the same column names: what their columns meant, where they belonged, and how they looked (docs/rules/intake.md#mapping)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median
from typing import Any

from dcc.models import User
from leads.intake.choosing import are_alike, key_of, names_of, renamed
from leads.intake.column_names import meaning
from leads.intake.phones import mask_digits
from leads.models import Channel, ImportBatch

FILES = 200  # of the last ones imported that are looked through for a list of names like this one
COMPARED = 8  # such files
FEWEST = 3  # less than these say nothing of the next
APART = 0.3  # of the median: so far the rows of such files differ as a rule


@dataclass(frozen=True)
class Kept:
    """The mapping of the last such file: who said so and when, and which file it was. `is_same`: its list of names is the very same.

    `names_channel`: the list has a column of channels which that one had not, so that nobody said where such files belong. `by_place`: what columns with a
    new name meant under the old one, where nothing else of the list moved; `new_names`: the old and the new ones.
    """

    batch: ImportBatch
    fields: dict[int, str]
    is_same: bool
    names_channel: bool = False
    by_place: dict[int, str] = field(default_factory=dict)
    new_names: tuple[tuple[str, str], ...] = ()

    @property
    def channel(self) -> Channel | None:
        """Where that file belonged; None: its own columns said it, or those of this list do."""
        return None if self.names_channel else self.batch.channel

    @property
    def by(self) -> User | None:
        """Who mapped it."""
        return self.batch.mapped_by

    @property
    def at(self) -> datetime | None:
        """When they did."""
        return self.batch.mapped_at


def kept_mapping(batch: ImportBatch, headers: Sequence[str]) -> Kept | None:
    """Return what the columns of such a file meant last: of the same list of names, else of the one most like it. None where there is none."""
    done = _done(batch).select_related("channel", "mapped_by", "by")
    same = done.filter(names_key=key_of(headers), mapped_at__isnull=False).first()
    if same is not None:
        return Kept(same, {index: column["field"] for index, column in enumerate(same.columns) if column["field"]}, is_same=True)
    masked = [mask_digits(header) for header in headers]
    alike = [other for other in done.filter(mapped_at__isnull=False)[:FILES] if are_alike(masked, _headers(other.columns))]
    found = max(alike, key=lambda other: len({*masked} & {*_headers(other.columns)}), default=None)  # of those as much alike the latest
    if found is None:
        return None
    meant = {column["header"]: column["field"] for column in found.columns}
    fields = {index: meant[header] for index, header in enumerate(masked) if meant.get(header)}
    places = [place for place in renamed(_headers(found.columns), masked) if found.columns[place]["field"] and meaning(masked[place]) is None]
    new_names = tuple((found.columns[place]["header"], masked[place]) for place in places)
    known = set(_headers(found.columns))
    names_channel = any(header not in known and (told := meaning(header)) is not None and told.field == "channel" for header in masked)
    return Kept(
        found, fields, is_same=False, names_channel=names_channel, by_place={place: found.columns[place]["field"] for place in places}, new_names=new_names
    )


def kept_lines(batch: ImportBatch) -> set[int]:
    """Return in which lines somebody said that the names of the columns stand, of the last files imported; 0 for those that have none."""
    choices = _done(batch).filter(mapped_at__isnull=False).values_list("choice", flat=True)[:FILES]
    return {choice["header_row"] for choice in choices if choice.get("header_row") is not None}


def such_files(batch: ImportBatch, headers: Sequence[str]) -> list[tuple[list[str], int]]:
    """Return (column names, rows) of the last eight files with a list of names like this one, the latest first."""
    masked = [mask_digits(header) for header in headers]
    files = ((_headers(columns), rows) for columns, rows in _done(batch).filter(mapped_at__isnull=False).values_list("columns", "rows")[:FILES])
    return [known for known in files if are_alike(masked, known[0])][:COMPARED]


def compared(headers: Sequence[str], rows: int, files: Sequence[tuple[list[str], int]]) -> list[dict[str, Any]]:
    """Return the remarks on a file beside those like it: columns that are new or gone, and many more or fewer rows. A decider.

    See docs/rules/intake.md#compared.
    """
    if len(files) < FEWEST:
        return []
    now, before = names_of([mask_digits(header) for header in headers]), names_of(files[0][0])
    new, gone = [name for name in now if name not in before], [name for name in before if name not in now]
    remarks: list[dict[str, Any]] = [{"code": "other_columns", "new": new, "gone": gone}] if new or gone else []
    usual = median(count for _headers, count in files)
    if abs(rows - usual) > APART * usual:
        percent = round(100 * abs(rows - usual) / usual) if usual else 100
        remarks.append({"code": "other_size", "rows": rows, "usual": usual, "percent": percent, "more": rows > usual, "files": len(files)})
    return remarks


def _done(batch: ImportBatch):
    return ImportBatch.objects.filter(store=batch.store, state="done").exclude(pk=batch.pk).order_by("-committed_at", "-pk")


def _headers(columns: Sequence[dict[str, str]]) -> list[str]:
    return [column["header"] for column in columns]
