"""What the parts of an xlsx say beside the cells: from when its days count, and which rows a filter hides. Where they say nothing, nothing is so."""

import posixpath
import re
import zlib
from collections.abc import Collection, Iterator
from io import BytesIO
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from leads.intake.reading.archive import part_name

_CHUNK = 1024 * 1024
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*>")
_NUMBER, _HIDDEN = re.compile(rb'\br="(\d+)"'), re.compile(rb'\b(?:hidden="(?:1|true)"|ht="0(?:\.0*)?")')
_FAULTS = (KeyError, ValueError, StopIteration, OSError, BadZipFile, zlib.error, ElementTree.ParseError)


class Parts:
    """The parts of one archive, which has passed its inspection: it declares no entities."""

    def __init__(self, data: bytes) -> None:
        self._archive = ZipFile(BytesIO(data))
        self._names = {part_name(name): name for name in self._archive.namelist()}
        self._book = self._root("xl/workbook.xml")

    @property
    def from_1904(self) -> bool:
        """Whether its days count from 1904, as the spreadsheets of old Macs do."""
        return any(element.get("date1904") in ("1", "true") for element in self._book.iter() if element.tag.endswith("}workbookPr"))

    def hidden_rows(self, sheet: str) -> Collection[int]:
        """The numbers of the rows that a sheet does not show."""
        try:
            return set(self._hidden(self._names[self._part_of(sheet)]))
        except _FAULTS:
            return ()

    def _root(self, name: str) -> ElementTree.Element:
        try:
            return ElementTree.fromstring(self._archive.read(self._names[name]))  # noqa: S314 — an archive with entities is refused before
        except _FAULTS:
            return ElementTree.Element("nothing")

    def _part_of(self, sheet: str) -> str:
        """The part that holds a sheet, by the workbook's relations."""
        relation = next(
            value
            for element in self._book.iter()
            if element.tag.endswith("}sheet") and element.get("name") == sheet
            for key, value in element.attrib.items()
            if key.endswith("}id")
        )
        relations = self._root("xl/_rels/workbook.xml.rels")
        target = next(element.get("Target", "") for element in relations.iter() if element.get("Id") == relation)
        return part_name(target if target.startswith("/") else posixpath.normpath(f"xl/{part_name(target)}"))

    def _hidden(self, entry: str) -> Iterator[int]:
        rest = b""
        with self._archive.open(entry) as part:
            while chunk := part.read(_CHUNK):
                piece = rest + chunk
                for found in _ROW.finditer(piece):
                    number = _NUMBER.search(found[0])
                    if number and _HIDDEN.search(found[0]):
                        yield int(number[1])
                rest = piece[piece.rfind(b"<") :]
