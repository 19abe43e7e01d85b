"""How typed cells travel from the child to its parent: lines of JSON, a few hundred rows each, dates as `{"…": ISO text}`.

Nothing that could run code when it is read (no pickle): the child has had a stranger's file in its hands.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice

from leads.intake.cells import Cell
from leads.intake.reading.rows import plain_cell

Numbered = tuple[int, list[Cell]]
_CHUNK = 500
_READERS: dict[str, Callable[[str], date | time]] = {"at": datetime.fromisoformat, "on": date.fromisoformat, "clock": time.fromisoformat}


def pack(rows: Iterable[Numbered]) -> Iterator[tuple[int, bytes]]:
    """(number of rows, one line) for each few hundred rows."""
    waiting = iter(rows)
    while chunk := list(islice(waiting, _CHUNK)):
        line = _ENCODER.encode(chunk)
        if "\\u0000" in line:
            line = _ENCODER.encode([(number, [plain_cell(cell) for cell in cells]) for number, cells in chunk])
        yield len(chunk), line.encode() + b"\n"


def unpack(line: bytes) -> list[Numbered]:
    """The rows of one line."""
    return [(number, cells) for number, cells in _DECODER.decode(line.decode())]


def _typed(cell: object) -> dict[str, str] | str:
    if isinstance(cell, datetime):
        return {"at": cell.isoformat()}
    if isinstance(cell, date):
        return {"on": cell.isoformat()}
    if isinstance(cell, time):
        return {"clock": cell.isoformat()}
    return str(plain_cell(cell)) if isinstance(cell, timedelta) else str(cell)


def _back(found: dict[str, str]) -> date | time:
    ((kind, text),) = found.items()
    return _READERS[kind](text)


_ENCODER = json.JSONEncoder(ensure_ascii=False, default=_typed, separators=(",", ":"))
_DECODER = json.JSONDecoder(object_hook=_back)
