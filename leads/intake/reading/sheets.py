"""Workbooks: the visible sheets of xlsx, xlsm and xls, read by calamine. Formulas are not evaluated: the stored value counts."""

from collections.abc import Iterator
from io import BytesIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetMetadata, SheetTypeEnum, SheetVisibleEnum

from leads.intake.reading.archive import inspect_archive, usual_archive
from leads.intake.reading.old_parts import OldParts
from leads.intake.reading.parts import Parts
from leads.intake.reading.refusals import Unreadable
from leads.intake.reading.sheet import Cells, Table

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BOOKS = tuple(name.encode("utf-16-le") for name in ("Workbook\0", "WORKBOOK\0"))
_OLD_BOOKS = tuple(name.encode("utf-16-le") for name in ("Book\0", "BOOK\0"))  # of Excel 5 and 95


class WorkbookSheet:
    """One visible sheet; calamine reads it when it is first asked for."""

    broken: tuple[int, ...] = ()

    def __init__(self, book: CalamineWorkbook, name: str) -> None:
        self.name = name
        self._book = book
        self._read: CalamineSheet | None = None

    @property
    def _sheet(self) -> CalamineSheet:
        if self._read is None:
            try:
                self._read = self._book.get_sheet_by_name(self.name)
            except _FAULTS:
                raise Unreadable("broken") from None
        return self._read

    @property
    def width(self) -> int:
        return self._sheet.end[1] + 1 if self._sheet.end else 0

    def rows(self) -> Iterator[Cells]:
        """calamine begins at row 1, but at the first column that holds something: the columns before it are put back."""
        before = self._sheet.start[1] if self._sheet.start else 0
        return ([""] * before + cells for cells in self._sheet.iter_rows()) if before else self._sheet.iter_rows()

    def merged_down(self) -> list[tuple[int, int, int]]:
        ranges = self._sheet.merged_cell_ranges or []
        return [(top, bottom, left) for (top, left), (bottom, right) in ranges if left == right]


_FAULTS = (CalamineError, OSError, ValueError, KeyError, IndexError, OverflowError)


def read_workbook(data: bytes, kind: str) -> Table:
    """The visible sheets of a workbook, in its order."""
    if kind == "xlsx":
        inspect_archive(data)
        data = usual_archive(data)
    else:
        _inspect_ole(data)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        sheets = [WorkbookSheet(book, meta.name) for meta in book.sheets_metadata if _is_visible(meta)]
    except PasswordError:
        raise Unreadable("encrypted") from None
    except _FAULTS:
        raise _refusal(data, kind) from None
    parts = Parts(data) if kind == "xlsx" else OldParts(data)
    return Table(sheets, parts.from_1904, parts.hidden_rows)


def _refusal(data: bytes, kind: str) -> Unreadable:
    """Why the parser could make nothing of a workbook."""
    if kind == "xls" and OldParts(data).encrypted:
        return Unreadable("encrypted")
    return Unreadable("other_format", kind="excel5") if _is_old(data) else Unreadable("broken")


def _is_visible(meta: SheetMetadata) -> bool:
    return meta.visible is SheetVisibleEnum.Visible and meta.typ is SheetTypeEnum.WorkSheet


def _inspect_ole(data: bytes) -> None:
    """The old container holds workbooks, letters and encrypted packages alike; its directory has the names."""
    if _ENCRYPTED in data:
        raise Unreadable("encrypted")
    if not any(name in data for name in _BOOKS) and not _is_old(data):
        raise Unreadable("not_a_table", kind="document")


def _is_old(data: bytes) -> bool:
    return not any(name in data for name in _BOOKS) and any(name in data for name in _OLD_BOOKS)
