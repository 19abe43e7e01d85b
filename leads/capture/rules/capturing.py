"""What a program brings in, as the lines of a file would be (docs/rules/intake.md#capture-endpoint)."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from math import isfinite

from leads.channels.rules.channels import resolver
from leads.intake.arrival import Arrival
from leads.intake.cells import Cell
from leads.intake.columns import recognise
from leads.intake.row_reading import read_row
from leads.intake.rules.collecting import collect
from leads.intake.rules.reading_files import arrival_of
from leads.intake.time_cells import Calendar
from leads.models import CaptureToken

Item = Mapping[str, object]


def capture(token: CaptureToken, items: Sequence[Item], *, now: datetime) -> list[tuple[str, str]]:
    """Take inquiries into the channel of a token, all or nothing; return outcome and reason of each, in their order.

    A name of a value means what it means as a header of a file; whatever nobody knows stays with the inquiry. An item that names a channel which is
    not the token's is rejected.
    """
    find = resolver(token.store)

    def channel_of(levels: tuple[str, ...]) -> int | None:
        found = next((known for level in reversed(levels) if level and (known := find(level))), None)
        named = found.pk if found else None
        return token.channel_id if not levels or named == token.channel_id else None

    def arrival(item: Item, number: int) -> Arrival:
        cells = {_text(name): _cell(value) for name, value in item.items()}
        row = read_row(list(cells.values()), recognise(list(cells)), calendar=Calendar(token.store.zone), now=now)
        return arrival_of(row, number, channel_of(row.channel_levels))

    arrivals = [arrival(item, number) for number, item in enumerate(items, start=1)]
    result = collect(token.store, arrivals, by=None, now=now)
    return [(outcome, reason) for _arrival, outcome, reason in result.judged]


def _cell(value: object) -> Cell:
    """A value as a spreadsheet would hold it: a number that is none by its word, a list or an object as it was written."""
    if value is None or (isinstance(value, int | float) and isfinite(value)):
        return "" if value is None else value
    return _text(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _text(value: str) -> str:
    """A text that any database can keep: JSON knows the character nought, and halves of characters."""
    return value.replace("\0", "").encode(errors="replace").decode()
