"""The rows below the header: blank rows and totals passed over, each with the number its sender sees in the sheet."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from leads.cells import Cell, is_blank
from leads.phones import looks_like_phone
from leads.reading.limits import ROWS
from leads.reading.refusals import Unreadable

TOTALS = frozenset(("合计", "总计", "小计"))


def data_rows(rows: Iterable[list[Cell]], *, header_row: int, width: int) -> Iterator[tuple[int, list[Cell]]]:
    """(row number from 1, exactly `width` cells) of every row that is somebody's. More than the limit is refused."""
    found = 0
    for number, cells in enumerate(rows, 1):
        if number <= header_row or not any(cells) or passed_over(cells):
            continue
        found += 1
        if found > ROWS:
            raise Unreadable("too_many_rows", limit=ROWS)
        if len(cells) != width:
            cells = cells[:width] + [""] * (width - len(cells))
        yield number, cells


def passed_over(cells: list[Cell]) -> bool:
    """A row with nothing to see in it, or a total: one of its cells says so, and none is a number that could be called."""
    for cell in cells:
        if type(cell) is str and len(cell) < 10 and "计" in cell and "".join(cell.split()).rstrip(":：") in TOTALS:
            return not any(looks_like_phone(other) for other in cells)
    return all(map(is_blank, cells))


def plain_cell(cell: object) -> object:
    """A duration is shown as the text a spreadsheet shows; NUL is no character any database keeps."""
    if isinstance(cell, timedelta):
        minutes, seconds = divmod(int(cell.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return cell.replace("\0", "") if isinstance(cell, str) else cell
