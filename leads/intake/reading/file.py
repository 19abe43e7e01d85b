"""The one door to a lead file: `read_file`. The file itself is opened by a child process; here its rows arrive."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from leads.intake.reading import file_limits
from leads.intake.reading.refusals import Unreadable
from leads.intake.reading.wire import Numbered, unpack

_ROOT = Path(__file__).resolve().parents[3]
_ABORTED = -6  # SIGABRT: the parser was denied the memory it asked for; an archive that passed the inspection is large, an old xls damaged
_OUT_OF_TIME = -24  # SIGXCPU


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a sheet, as often as one likes to go through them; they wait in an unnamed temporary file, not in memory."""

    count: int
    _spool: IO[bytes]

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[Numbered]:
        """(row number as the sender sees it, cells), in the file's order."""
        place = 0
        left = self.count
        while left > 0:
            self._spool.seek(place)
            line = self._spool.readline()
            place = self._spool.tell()
            rows = unpack(line)
            left -= len(rows)
            yield from rows


@dataclass(frozen=True, slots=True)
class SheetRows:
    """One sheet, read to its end. `header_row` counts from 1, 0 where it has none; every row has as many cells as there are headers.

    `broken`: numbers of rows that were cut short. `from_1904`: its days count from there. `hidden`: how many rows a filter hides, though they were read.
    `sheets_left`: other sheets with a header → their rows.
    """

    sheet: str
    other_sheets: list[str]
    header_row: int
    headers: list[str]
    rows: Rows | list[Numbered]
    broken: frozenset[int] = frozenset()
    from_1904: bool = False
    hidden: int = 0
    sheets_left: dict[str, int] = field(default_factory=dict)


def rows_of(end: dict[str, Any], rows: Rows | list[Numbered]) -> SheetRows:
    """The sheet that the reader's last line describes."""
    return SheetRows(
        end["sheet"],
        end["other_sheets"],
        end["header_row"],
        end["headers"],
        rows,
        frozenset(end["broken"]),
        end["from_1904"],
        end.get("hidden", 0),
        end.get("sheets_left", {}),
    )


def read_file(path: str | os.PathLike[str], *, sheet: str | None = None, header_row: int | None = None) -> SheetRows:
    """Read a lead file to its end, or raise Unreadable. Never anything else, whatever is in the file.

    Without `sheet` the first visible one with a header is taken, without `header_row` the header is found by its names;
    0 says that the sheet has no header, so that its columns can be mapped by hand.
    """
    size = Path(path).stat().st_size
    if not size:
        raise Unreadable("empty")
    if size > file_limits.FILE_BYTES:
        raise Unreadable("too_large", limit=file_limits.FILE_BYTES, found=size)
    spool = TemporaryFile()  # noqa: SIM115 — lives as long as the rows do
    try:
        end = _read_in_child(Path(path).resolve(), json.dumps({"sheet": sheet, "header_row": header_row}), spool)
        if "unreadable" in end:
            raise Unreadable(end["unreadable"], **end["facts"])
    except Unreadable:
        spool.close()
        raise
    return rows_of(end, Rows(end["count"], spool))


def _read_in_child(path: Path, options: str, spool: IO[bytes]) -> dict[str, Any]:
    """Run the child and return its last line. However it ends, its parent lives and has a reason."""
    command = [sys.executable, "-m", "leads.intake.reading.child", str(path), options]
    try:
        ended = subprocess.run(
            command, cwd=_ROOT, env={}, stdin=subprocess.DEVNULL, stdout=spool, stderr=subprocess.DEVNULL, timeout=file_limits.CHILD_WALL_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise Unreadable("too_slow", limit=file_limits.CHILD_WALL_SECONDS) from None
    end = _last_words(spool)
    if "count" in end:  # all rows are there; at most what it was asked besides came to nothing
        return end
    if ended.returncode == _OUT_OF_TIME:
        raise Unreadable("too_slow", limit=file_limits.CHILD_CPU_SECONDS)
    if ended.returncode == _ABORTED and path.read_bytes()[:2] == b"PK":
        raise Unreadable("unpacks_too_large", limit=file_limits.UNPACKED_BYTES)
    if ended.returncode:
        raise Unreadable("broken")
    return end


def _last_words(spool: IO[bytes]) -> dict[str, Any]:
    """What the child said at the end, or nothing where it broke off."""
    try:
        said = json.loads(_last_line(spool))
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _last_line(spool: IO[bytes]) -> bytes:
    """What the child said at the end: headers and names, a few kilobytes at most."""
    size = spool.seek(0, os.SEEK_END)
    spool.seek(max(size - 8 * 1024 * 1024, 0))
    return spool.read().rstrip(b"\n").rpartition(b"\n")[2]
