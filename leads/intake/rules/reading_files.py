"""From a file to arrivals: the child reads, the columns are recognised, each row is cleaned, its channel found."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from dcc.database.bulk import without_collecting
from dcc.models import Store
from leads.channels.rules.channels import resolver
from leads.intake.arrival import Arrival
from leads.intake.cells import cell_text, says_nothing
from leads.intake.columns import Columns, recognise
from leads.intake.external_ids import are_no_ids
from leads.intake.phones import mask_digits
from leads.intake.reading.file import SheetRows, read_file
from leads.intake.row_cells import ID_DROPPED
from leads.intake.row_reading import Row, read_row
from leads.intake.time_cells import Calendar
from leads.models import NO_NAME, Channel

PROGRESS_EVERY = 2_000
BROKEN = "broken_row"  # a quote or the end of the file cut it short: nothing in it is to be trusted
SHOWN_LENGTH = 80
READ_FOR_SHOWING = 400  # characters of a cell; its numbers are masked before it is cut to what is shown


@dataclass
class LeadFile:
    """A file as it was understood. `cells_of` gives the cells of a row number back, for the preview's masked copy."""

    rows: SheetRows
    columns: Columns
    arrivals: list[Arrival] = field(default_factory=list)
    first_row: list = field(default_factory=list)
    shown: dict[int, tuple[str, str, str]] = field(default_factory=dict)
    rounded_ids: int = 0

    def column_list(self) -> list[dict[str, str]]:
        """The columns with what each was recognised as ("" for an extra) and the first row's cell, masked."""
        meant = self.columns.choice
        sample = [*self.first_row, *[""] * len(self.columns.headers)]
        return [
            {"header": mask_digits(header), "field": meant.get(index, ""), "sample": shown(sample[index])} for index, header in enumerate(self.columns.headers)
        ]


def shown(cell) -> str:
    """Return a sender's cell as a preview may show it: no whole number, not too long."""
    return mask_digits(cell_text(cell)[:READ_FOR_SHOWING])[:SHOWN_LENGTH]


@without_collecting()
def read_lead_file(
    path: Path,
    store: Store,
    channel: Channel | None,
    *,
    now: datetime,
    progress: Callable[[int, int], None] | None = None,
    read: Callable[[Path], SheetRows] = read_file,
) -> LeadFile:
    """Read a lead file to its end. With a channel every row goes to it; without, the file's own columns must name one.

    `progress(done, total)` is called every two thousand rows; `read` opens the file, in a child process unless it is one's own. Raises Unreadable for a
    file that is refused as a whole.
    """
    rows = read(path)
    lead_file = LeadFile(rows, _columns_of(rows))
    find = _channel_finder(store, channel)
    columns, calendar = lead_file.columns, Calendar(store.zone, rows.from_1904)
    for seen, (number, cells) in enumerate(rows.rows, start=1):
        row = read_row(cells, columns, calendar=calendar, now=now)
        arrival = arrival_of(row, number, find(row.channel_levels))
        if number in rows.broken:
            arrival.problem = BROKEN
        lead_file.rounded_ids += ID_DROPPED in row.notices
        lead_file.arrivals.append(arrival)
        lead_file.first_row = lead_file.first_row or list(cells)
        if arrival.problem or arrival.channel_id is None:
            lead_file.shown[number] = _shown_cells(cells, columns)
        if progress and seen % PROGRESS_EVERY == 0:
            progress(seen, len(rows.rows))
    return lead_file


def _columns_of(rows: SheetRows) -> Columns:
    """What the columns mean: by their names, and by what they hold, for a column that merely numbers the rows is nobody's id."""
    columns = recognise(rows.headers)
    none = [index for index in columns.fields.get("external_id", ()) if are_no_ids(cells[index] for _number, cells in rows.rows)]
    return columns.without_ids(none) if none else columns


def _channel_finder(store: Store, channel: Channel | None) -> Callable[[tuple[str, ...]], int | None]:
    """Return levels → channel id. The most specific name known wins; a file's own names count only where no channel was chosen."""
    if channel is not None:
        return lambda levels: channel.pk
    find = resolver(store)

    def by_name(levels: tuple[str, ...]) -> int | None:
        found = next((known for level in reversed(levels) if level and (known := find(level))), None)
        return found.pk if found else None

    return by_name


def arrival_of(row: Row, number: int, channel_id: int | None) -> Arrival:
    """Return the arrival a row tells of, in the channel of this id (None: unknown)."""
    arrival = Arrival(
        phone=row.phone,
        second_phone=row.second_phone,
        name=row.name,
        model=row.model,
        city=row.city,
        gender=row.gender,
        remark=row.remark,
        received_at=row.received_at,
        day_only=row.day_only,
        issued_at=row.issued_at,
        deadline=row.deadline,
        external_id=row.external_id,
        extra={**row.extra, "活动": row.campaign} if row.campaign else row.extra,
        channel_id=channel_id,
        number=number,
        problem=row.problem,
    )
    if not row.problem:
        arrival.repeat_key = arrival.key(row.fingerprint)
    return arrival


def _shown_cells(cells: list, columns: Columns) -> tuple[str, str, str]:
    def said(name: str) -> str:
        filled = [index for index in columns.fields.get(name, ()) if not says_nothing(cells[index])]
        return shown(cells[filled[0]]) if filled else ""

    return said("name"), said("phone"), said("model")


def shown_row(arrival: Arrival, lead_file: LeadFile) -> tuple[str, str, str]:
    """Return (name, phone, model) of a row as the preview shows them."""
    return lead_file.shown.get(arrival.number) or (shown(arrival.name or NO_NAME), shown(arrival.phone), shown(arrival.model))
