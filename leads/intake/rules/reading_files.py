"""From a file to arrivals: the child reads, the columns are recognised, each row is cleaned, its channel found."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from dcc.database.bulk import without_collecting
from dcc.models import Store
from leads.intake.arrival import Arrival
from leads.intake.cells import cell_text, says_nothing
from leads.intake.choosing import LEFT_OUT, Choice
from leads.intake.column_names import OUR_OWN, normalise
from leads.intake.columns import Columns, columns_by_choice, recognise
from leads.intake.content import by_content
from leads.intake.external_ids import are_no_ids
from leads.intake.phones import mask_digits
from leads.intake.reading.file import SheetRows, read_file
from leads.intake.row_cells import DEADLINE_DROPPED, ID_DROPPED, UNTIL_DROPPED, UNTIL_OVER
from leads.intake.row_reading import Row, joined_levels, read_row
from leads.intake.rules.remembering import Kept
from leads.intake.rules.spelling import Spelling
from leads.intake.time_cells import Calendar
from leads.models import NO_NAME, Channel

PROGRESS_EVERY = 2_000
BROKEN = "broken_row"  # a quote or the end of the file cut it short: nothing in it is to be trusted
SHOWN_LENGTH = 80
READ_FOR_SHOWING = 400  # characters of a cell; its numbers are masked before it is cut to what is shown
CHOSEN_BY_NOBODY = Choice()


def nothing_kept(_headers: Sequence[str]) -> None:
    """What is remembered where nobody maps: on the command line."""


@dataclass(frozen=True)
class Told:
    """What somebody chose for a file, and what is remembered of such columns, which holds where nobody chose otherwise."""

    choice: Choice = CHOSEN_BY_NOBODY
    remember: Callable[[Sequence[str]], Kept | None] = nothing_kept


AS_IT_IS = Told()


@dataclass
class LeadFile:
    """A file as it was understood, and `choice`, by which it was. `unknown`: what nobody here knows, "channel" and "model" → name → rows.

    `foreign`: the number of a row → the name of its channel that nobody knows. `new_channels`: what stands for the channel of an arrival until it is made →
    its name and source.
    """

    rows: SheetRows
    columns: Columns
    arrivals: list[Arrival] = field(default_factory=list)
    first_row: list = field(default_factory=list)
    shown: dict[int, tuple[str, str, str]] = field(default_factory=dict)
    rounded_ids: int = 0
    dropped_deadlines: int = 0
    dropped_untils: int = 0
    numbers_over: int = 0
    choice: Choice = CHOSEN_BY_NOBODY
    channel: Channel | None = None
    kept: Kept | None = None
    unknown: dict[str, Counter[str]] = field(default_factory=lambda: {"channel": Counter(), "model": Counter()})
    foreign: dict[int, str] = field(default_factory=dict)
    new_channels: dict[int, tuple[str, str]] = field(default_factory=dict)

    def column_list(self) -> list[dict[str, str]]:
        """The columns with what each was recognised as ("" for an extra; our own reason of refusal is left out) and the first row's cell, masked."""
        sample = [*self.first_row, *[""] * len(self.columns.headers)]
        meant = {index: LEFT_OUT for index, header in enumerate(self.columns.headers) if normalise(header) in OUR_OWN} | self.columns.choice
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
    told: Told = AS_IT_IS,
) -> LeadFile:
    """Read a lead file to its end. With a channel every row goes to it; without, the file's own columns must name one.

    `progress(done, total)` is called every two thousand rows; `read` opens the file, in a child process unless it is one's own. Raises Unreadable for a
    file that is refused as a whole.
    """
    rows = read(path)
    calendar = Calendar(store.zone, rows.from_1904)
    kept = told.remember(rows.headers) if told.choice.fields is None else None
    choice = _settled(rows, told.choice, kept, calendar=calendar, now=now)
    channel = kept.channel if kept and channel is None and not choice.own_channel else channel
    lead_file = LeadFile(rows, _columns_of(rows, choice), choice=choice, channel=channel, kept=kept)
    words = Spelling(store, channel, choice)
    lead_file.new_channels = words.new_channels
    columns = lead_file.columns
    for seen, (number, cells) in enumerate(rows.rows, start=1):
        row = read_row(cells, columns, calendar=calendar, now=now)
        arrival = arrival_of(row, number, words, columns)
        if number in rows.broken:
            arrival.problem = BROKEN
        if not arrival.problem:
            _count_unknown(row, arrival, lead_file, words)
        lead_file.rounded_ids += ID_DROPPED in row.notices
        if not arrival.problem:
            lead_file.dropped_deadlines += DEADLINE_DROPPED in row.notices
            lead_file.dropped_untils += UNTIL_DROPPED in row.notices
            lead_file.numbers_over += UNTIL_OVER in row.notices
        lead_file.arrivals.append(arrival)
        lead_file.first_row = lead_file.first_row or list(cells)
        if arrival.problem or arrival.channel_id is None:
            lead_file.shown[number] = _shown_cells(cells, columns)
        if progress and seen % PROGRESS_EVERY == 0:
            progress(seen, len(rows.rows))
    return lead_file


def _settled(rows: SheetRows, choice: Choice, kept: Kept | None, *, calendar: Calendar, now: datetime) -> Choice:
    """Return the choice with what was said of such columns before; of columns without names with what they seem to hold."""
    if choice.fields is not None:
        return choice
    meant = recognise(rows.headers).choice
    if kept is not None:
        fields = kept.fields if kept.is_same else kept.by_place | meant | kept.fields
        return choice if fields == meant else replace(choice, fields=fields)
    if choice.header_row is not None and "phone" not in meant.values():
        return replace(choice, fields=by_content(rows.rows, calendar=calendar, now=now) | meant)
    return choice


def _columns_of(rows: SheetRows, choice: Choice) -> Columns:
    """What the columns mean: by their names or as somebody chose, and by what they hold, for a column that merely numbers the rows is nobody's id."""
    columns = recognise(rows.headers) if choice.fields is None else columns_by_choice(rows.headers, choice.fields)
    none = [index for index in columns.fields.get("external_id", ()) if are_no_ids(cells[index] for _number, cells in rows.rows)]
    return columns.without_ids(none) if none else columns


def _count_unknown(row: Row, arrival: Arrival, lead_file: LeadFile, words: Spelling) -> None:
    """Count the row's words that nobody knows."""
    if unknown := words.unknown_channel(row.channel_levels):
        lead_file.unknown["channel"][unknown] += 1
        if arrival.channel_id is None:
            lead_file.foreign[arrival.number] = unknown
    if row.model and words.model_of(row.model)[0]:
        lead_file.unknown["model"][row.model] += 1


def arrival_of(row: Row, number: int, words: Spelling, columns: Columns) -> Arrival:
    """Return the arrival a row tells of, in the channel its words mean (None: unknown).

    A model is called by the store's word for it, and the sender's kept beside the inquiry; a repeat is known by what was sent.
    """
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
        channel_id=words.channel_of(row.channel_levels),
        number=number,
        problem=row.problem,
        rang=row.rang,
        phone_until=row.phone_until,
        levels=joined_levels(row.channel_levels),
    )
    if row.problem:
        return arrival
    arrival.repeat_key = arrival.key(row.fingerprint)
    if row.model and (word := words.model_of(row.model)[1]) != row.model:
        arrival.model, arrival.extra = word, {columns.headers[columns.fields["model"][0]]: row.model} | arrival.extra
    return arrival


def _shown_cells(cells: list, columns: Columns) -> tuple[str, str, str]:
    def said(name: str) -> str:
        filled = [index for index in columns.fields.get(name, ()) if not says_nothing(cells[index])]
        return shown(cells[filled[0]]) if filled else ""

    return said("name"), said("phone"), said("model")


def shown_row(arrival: Arrival, lead_file: LeadFile) -> tuple[str, str, str]:
    """Return (name, phone, model) of a row as the preview shows them."""
    return lead_file.shown.get(arrival.number) or (shown(arrival.name or NO_NAME), shown(arrival.phone), shown(arrival.model))
