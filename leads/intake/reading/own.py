"""A file that this very program wrote a moment ago: read without a child process, for there is no stranger in it."""

import os
from pathlib import Path

from leads.intake.reading.child import asides, choose, open_table, summary
from leads.intake.reading.file import SheetRows, rows_of


def read_own_file(path: str | os.PathLike[str]) -> SheetRows:
    """Read a small lead file of one's own making, as `read_file` would. Never to be given anything that came from outside."""
    table = open_table(Path(path).read_bytes())
    chosen = choose(table.sheets, sheet=None, header_row=None)
    rows = list(chosen.rows())
    return rows_of(summary(table, chosen, len(rows)) | asides(table, chosen), rows)
