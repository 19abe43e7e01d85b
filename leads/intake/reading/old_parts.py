"""What the records of an xls say beside the cells: from when its days count, and which rows a filter hides. Where they say nothing, nothing is so."""

import struct
from collections.abc import Collection, Iterator

_FREE = 0xFFFFFFFA  # sector numbers from here on name no sector
_ENTRY, _SMALL_SECTOR, _IN_HEADER = 128, 64, 109  # bytes of a name in the directory and of a small sector; places of the first sectors of the table
_BEGIN, _END, _ROW, _SHEET, _DATES, _LOCK = 0x0809, 0x000A, 0x0208, 0x0085, 0x0022, 0x002F
_ZERO_HEIGHT = 0x20
_FAULTS = (struct.error, IndexError, ValueError, StopIteration)


class OldParts:
    """The records of one workbook in the old container."""

    def __init__(self, data: bytes) -> None:
        try:
            self._book = _Container(data).stream("workbook")
        except _FAULTS:
            self._book = b""

    @property
    def from_1904(self) -> bool:
        """Whether its days count from 1904, as the spreadsheets of old Macs do."""
        return any(kind == _DATES and content[:1] == b"\x01" for kind, content in self._records(0))

    @property
    def encrypted(self) -> bool:
        """Whether what follows can only be read with a password."""
        return any(kind == _LOCK for kind, _content in self._records(0))

    def hidden_rows(self, sheet: str) -> Collection[int]:
        """The numbers of the rows that a sheet does not show."""
        try:
            return set(self._hidden(next(start for name, start in self._sheets() if name == sheet)))
        except _FAULTS:
            return ()

    def _sheets(self) -> Iterator[tuple[str, int]]:
        for kind, content in self._records(0):
            if kind == _SHEET:
                start, length, wide = struct.unpack_from("<I2xBB", content)
                yield content[8 : 8 + (length << (wide & 1))].decode("utf-16-le" if wide & 1 else "latin-1"), start

    def _hidden(self, start: int) -> Iterator[int]:
        for kind, content in self._records(start):
            if kind == _ROW and struct.unpack_from("<H", content, 12)[0] & _ZERO_HEIGHT:
                yield struct.unpack_from("<H", content)[0] + 1

    def _records(self, place: int) -> Iterator[tuple[int, bytes]]:
        """The records of one part, those of a drawing within it left out."""
        depth = 0
        while place + 4 <= len(self._book):
            kind, length = struct.unpack_from("<HH", self._book, place)
            depth += (kind == _BEGIN) - (kind == _END)
            if depth == 1:
                yield kind, self._book[place + 4 : place + 4 + length]
            if not depth:
                return
            place += 4 + length


class _Container:
    """A file of files: sectors, a table of which follows which, and a directory."""

    def __init__(self, data: bytes) -> None:
        self._data, self._size = data, 1 << struct.unpack_from("<H", data, 30)[0]
        directory, self._large, small = struct.unpack_from("<I4xII", data, 48)
        self._next = self._numbers(b"".join(self._sector(number) for number in self._table()))
        self._next_small = self._numbers(self._chain(small))
        names = self._chain(directory)
        self._entries = [names[place : place + _ENTRY] for place in range(0, len(names), _ENTRY)]

    def stream(self, name: str) -> bytes:
        """The file of this name, whichever way its capitals are."""
        entry = next(entry for entry in self._entries if entry[:64].decode("utf-16-le", "replace").partition("\0")[0].lower() == name)
        start, size = struct.unpack_from("<II", entry, 116)
        return (self._chain(start) if size >= self._large else self._small(start))[:size]

    def _table(self) -> list[int]:
        """The sectors of the table: the first in the header, the others in sectors of their own."""
        numbers = list(struct.unpack_from(f"<{_IN_HEADER}I", self._data, 76))
        (further,) = struct.unpack_from("<I", self._data, 68)
        for _sector in range(len(self._data) // self._size):  # no chain is longer than the file
            if further >= _FREE:
                break
            *more, further = self._numbers(self._sector(further))
            numbers += more
        return [number for number in numbers if number < _FREE]

    def _sector(self, number: int) -> bytes:
        return self._data[(number + 1) * self._size : (number + 2) * self._size]

    def _chain(self, start: int) -> bytes:
        return b"".join(self._sector(number) for number in _followed(start, self._next))

    def _small(self, start: int) -> bytes:
        within = self._chain(struct.unpack_from("<I", self._entries[0], 116)[0])
        return b"".join(within[number * _SMALL_SECTOR : (number + 1) * _SMALL_SECTOR] for number in _followed(start, self._next_small))

    @staticmethod
    def _numbers(data: bytes) -> list[int]:
        return [number for (number,) in struct.iter_unpack("<I", data[: len(data) // 4 * 4])]


def _followed(start: int, table: list[int]) -> Iterator[int]:
    """The numbers of a chain; one that bites its own tail ends after as many as there are."""
    for _link in table:
        if start >= _FREE:
            return
        yield start
        start = table[start]
