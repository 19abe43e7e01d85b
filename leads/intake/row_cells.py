"""The cells of one row by what they mean: of several columns of a field the best that is filled, the others kept beside it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from leads.intake.cells import Cell, cell_text, is_blank, says_nothing, tidy
from leads.intake.columns import Columns
from leads.intake.external_ids import read_id
from leads.intake.time_cells import EMPTY, Calendar, Moment, read_any_moment, read_moment

LAST_SECOND = timedelta(hours=23, minutes=59, seconds=59)  # of a day
LONGEST_LIMIT = timedelta(days=30)  # from arrival to the deadline a sender may set
LONGEST_NUMBER = timedelta(days=366)  # from arrival to the end of the privacy number it came with
ID_DROPPED, DEADLINE_DROPPED = "external_id_dropped", "deadline_dropped"
UNTIL_DROPPED, UNTIL_OVER = "phone_until_dropped", "phone_until_over"
SHORT = {"model": 60, "city": 60, "campaign": 100}  # characters; a longer text is kept whole as an extra

_QUOTES = '“”„"＂'


def unquoted(text: str) -> str:
    """“王伟” is 王伟: an editor that makes quotes pretty makes those around a cell so too, and a database writes '王伟'."""
    return text[1:-1].strip() if len(text) > 2 and ((text[0] in _QUOTES and text[-1] in _QUOTES) or text[0] == text[-1] == "'") else text


class RowCells:
    """One row as it was sent; collects in `extra` what is kept beside the fields, and in `notices` why."""

    __slots__ = ("cells", "columns", "extra", "notices")

    def __init__(self, cells: Sequence[Cell], columns: Columns) -> None:
        self.cells = cells
        self.columns = columns
        self.notices: list[str] = []
        self.extra: dict[str, str] = {}
        for index, _header in columns.extras_and_channel:
            self.put_aside(index)

    def filled(self, field: str) -> list[int]:
        """The columns of a field in which this row says something, the best first."""
        indexes = self.columns.fields.get(field)
        return [index for index in indexes if not says_nothing(self.cells[index])] if indexes else []

    def put_aside(self, index: int) -> None:
        """Keep a cell under the sender's name for it."""
        cell = self.cells[index]
        if cell != "" and not is_blank(cell):
            self.extra[self.columns.headers[index]] = cell_text(cell)

    def keep(self, field: str, notice: str) -> None:
        """The field cannot take what its cell says: say so, and keep it as it is."""
        self.put_aside(self.filled(field)[0])
        self.notices.append(notice)

    def cell(self, field: str) -> Cell:
        """The best cell of a field; the others that say something else are put aside."""
        indexes = self.columns.fields.get(field, ())
        if len(indexes) < 2:  # the common case
            return "" if not indexes or says_nothing(cell := self.cells[indexes[0]]) else cell
        filled = self.filled(field)
        if not filled:
            return ""
        best = self.cells[filled[0]]
        for index in filled[1:]:
            if cell_text(self.cells[index]) != cell_text(best):
                self.put_aside(index)
        return best

    def text(self, field: str) -> str:
        """The same as a tidy text."""
        cell = self.cell(field)
        return unquoted(tidy(cell_text(cell))) if cell != "" else ""

    def short(self, field: str) -> str:
        """The same, cut to what the field holds."""
        text = self.text(field)
        if len(text) > SHORT[field]:
            self.keep(field, f"{field}_shortened")
        return text[: SHORT[field]]

    def lines(self, field: str) -> str:
        """The same with its line breaks, which are the sender's and stay."""
        cell = self.cell(field)
        return "\n".join(map(tidy, cell_text(cell).splitlines())).strip() if cell != "" else ""

    def received_at(self, calendar: Calendar, now: datetime) -> Moment:
        """The row's own moment: of its columns the best that can be read; the problem of the best where none can."""
        clocks, found = self.columns.clock_of, {}
        indexes = self.columns.fields.get("received_at", ())
        if len(indexes) == 1 and not clocks:
            return read_moment(self.cells[indexes[0]], calendar, now)
        for index in indexes:
            clock = clocks.get(index)
            moment = read_moment(self.cells[index], calendar, now, None if clock is None else self.cells[clock])
            if moment != EMPTY:
                found[index] = moment
        best = next((moment for moment in found.values() if moment.problem != "bad_time"), next(iter(found.values()), EMPTY))
        for index, moment in found.items():
            if moment != best:
                self.put_aside(index)
        return best

    def moment(self, field: str, calendar: Calendar, now: datetime | None) -> datetime | None:
        """A moment besides the row's own. One that cannot be read is put aside: the inquiry is no worse for it."""
        cell = self.cell(field)
        if cell == "":
            return None
        moment = read_moment(cell, calendar, now) if now else read_any_moment(cell, calendar)
        if moment.problem:
            self.keep(field, f"{field}_dropped")
        return moment.value

    def end(self, field: str, calendar: Calendar) -> datetime | None:
        """A moment at which something ends: of a day without a time it is the last second."""
        cell = self.cell(field)
        if cell == "":
            return None
        moment = read_any_moment(cell, calendar)
        if moment.problem:
            self.keep(field, f"{field}_dropped")
        return moment.value + LAST_SECOND if moment.value and moment.day_only else moment.value

    def number_until(self, calendar: Calendar, arrived: datetime, now: datetime) -> datetime | None:
        """Until when the number holds. What is no date, or lies more than a year after they came, is put aside; one that is over is said to be."""
        until = self.end("phone_until", calendar)
        if until is not None and until > arrived + LONGEST_NUMBER:
            self.keep("phone_until", UNTIL_DROPPED)
            return None
        if until is not None and until <= now:
            self.notices.append(UNTIL_OVER)
        return until

    def deadline(self, calendar: Calendar, arrived: datetime) -> datetime | None:
        """Until when the person is to be called. Before they came, or long after, no deadline can be: it is put aside, and the channel's own limit holds."""
        moment = self.moment("deadline", calendar, None)
        if moment is not None and not arrived <= moment <= arrived + LONGEST_LIMIT:
            self.keep("deadline", DEADLINE_DROPPED)
            return None
        return moment

    def external_id(self) -> str:
        """The sender's id as text. One that a spreadsheet rounded may be many people's, and is dropped."""
        best = ""
        for index in self.filled("external_id"):
            found = read_id(self.cells[index])
            if found is None:
                self.notices.append(ID_DROPPED)
            if found and not best:
                best = found
            elif found != best:
                self.put_aside(index)
        return best
