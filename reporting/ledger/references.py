"""Which row a ledger's id became: the latest in memory, the others in a file of this run, so that a million leads need no million entries."""

import sqlite3
import tempfile
from collections.abc import Callable
from typing import NamedTuple

KEPT = 50_000


class Place(NamedTuple):
    """The row of an id: its primary key, its store's, and the line that named it."""

    pk: int
    store_id: int | None
    line: int


class References:
    """Ids of one type. `taken` is called with the line of an id that was named twice."""

    def __init__(self, taken: Callable[[int], None]) -> None:
        self._recent: dict[str, Place] = {}
        self._taken = taken
        self._file: sqlite3.Connection | None = None
        self._folder: tempfile.TemporaryDirectory | None = None

    def add(self, name: str, place: Place) -> None:
        """Remember an id."""
        if name in self._recent:
            self._taken(place.line)
        self._recent[name] = place
        if len(self._recent) >= KEPT:
            self._move_out()

    def get(self, name: str) -> Place | None:
        """Return where an id is, None if no line above named it."""
        place = self._recent.get(name)
        if place is None and self._file is not None:
            row = self._file.execute("SELECT pk, store_id, line FROM ids WHERE name = ?", [name]).fetchone()
            place = Place(*row) if row else None
        return place

    def finish(self) -> None:
        """Find an id that was named again so late that only the file knows it."""
        if self._file is not None:
            self._move_out()

    def line_of(self, pk: int) -> int:
        """Return the line that named a row."""
        for place in self._recent.values():
            if place.pk == pk:
                return place.line
        row = self._file.execute("SELECT line FROM ids WHERE pk = ?", [pk]).fetchone() if self._file is not None else None
        return row[0] if row else 0

    def close(self) -> None:
        """Remove the file."""
        if self._file is not None:
            self._file.close()
        if self._folder is not None:
            self._folder.cleanup()

    def _move_out(self) -> None:
        if self._file is None:
            self._folder = tempfile.TemporaryDirectory(prefix="dcc-ledger-")
            self._file = sqlite3.connect(f"{self._folder.name}/ids", isolation_level=None)
            self._file.execute("PRAGMA journal_mode=OFF")
            self._file.execute("PRAGMA synchronous=OFF")
            self._file.execute("CREATE TABLE ids (name TEXT PRIMARY KEY, pk INTEGER, store_id INTEGER, line INTEGER) WITHOUT ROWID")
        self._file.execute("BEGIN")
        for name, place in self._recent.items():
            try:
                self._file.execute("INSERT INTO ids VALUES (?, ?, ?, ?)", [name, *place])
            except sqlite3.IntegrityError:
                self._taken(place.line)
        self._file.execute("COMMIT")
        self._recent.clear()
