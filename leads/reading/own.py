"""A file that this very program wrote a moment ago: read without a child process, for there is no stranger in it."""

import os
from pathlib import Path

from leads.reading.child import choose, sheets_of
from leads.reading.file import SheetRows
from leads.reading.rows import data_rows


def read_own_file(path: str | os.PathLike[str]) -> SheetRows:
    """Read a small lead file of one's own making, as `read_file` would. Never to be given anything that came from outside."""
    sheets = sheets_of(Path(path).read_bytes())
    chosen = choose(sheets, sheet=None, header_row=None)
    rows = list(data_rows(chosen.sheet.rows(), header_row=chosen.header_row, width=chosen.sheet.width))
    others = [each.name for each in sheets if each is not chosen.sheet]
    return SheetRows(chosen.sheet.name, others, chosen.header_row, chosen.headers, rows)
