"""What a program brings in, as the lines of a file would be (docs/rules/intake.md#capture-endpoint)."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from leads.intake.arrival import Arrival
from leads.intake.cells import EXACT_FLOAT, Cell
from leads.intake.choosing import Choice
from leads.intake.columns import Columns, recognise
from leads.intake.row_reading import read_row
from leads.intake.rules.collecting import collect
from leads.intake.rules.reading_files import arrival_of
from leads.intake.rules.spelling import Spelling
from leads.intake.time_cells import Calendar
from leads.models import CaptureToken

Item = Mapping[str, object]


def capture(token: CaptureToken, items: Sequence[Item], *, now: datetime) -> list[tuple[str, str]]:
    """Take inquiries into the channel of a token, all or nothing; return outcome and reason of each, in their order.

    A name of a value means what it means as a header of a file; whatever nobody knows stays with the inquiry. An item that names a channel which is
    not the token's is rejected.
    """
    words, calendar = Spelling(token.store, None, Choice()), Calendar(token.store.zone)
    known: dict[tuple[str, ...], Columns] = {}  # a sender's items are mostly of one shape

    def arrival(item: Item, number: int) -> Arrival:
        cells = {_text(name): _cell(value) for name, value in item.items()}
        names = tuple(cells)
        columns = known.get(names) or known.setdefault(names, recognise(names))
        row = read_row(list(cells.values()), columns, calendar=calendar, now=now)
        told = arrival_of(row, number, words, columns)
        told.channel_id = token.channel_id if not row.channel_levels or told.channel_id == token.channel_id else None
        return told

    result = collect(token.store, [arrival(item, number) for number, item in enumerate(items, start=1)], by=None, now=now)
    return [(outcome, reason) for _arrival, outcome, reason in result.judged]


def _cell(value: object) -> Cell:
    """A value as a spreadsheet would hold it: what is no number there by its digits or its word, a list or an object as it was written."""
    if value is None:
        return ""
    if isinstance(value, int | float) and abs(value) < EXACT_FLOAT:
        return value
    return _text(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _text(value: str) -> str:
    """A text that any database can keep: JSON knows the character nought, and halves of characters."""
    return value.replace("\0", "").encode(errors="replace").decode()
