"""The table of a report: its rows in their order, in each cell a number that leads to its rows, beside it what it was at another time."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from django.utils.translation import gettext as _

from reporting.compared.medians import ENOUGH, Median
from reporting.figures.counting import Figures
from reporting.figures.figure_table import Cell, FigureTable, Head, Row
from reporting.figures.measures import Counts
from reporting.figures.reports import Columns, Report
from reporting.figures.set_beside import Beside
from reporting.funnel.report_table import Url, cell_of, head_of, label_of

STEPS = 10  # of heat


def table_of(report: Report, figures: Figures, url: Url, *, beside: Beside | None = None, medians: list[Median] | None = None) -> FigureTable:
    """Return the table: the median first, then the rows, the sums last."""
    rows = _Rows(report, figures, url, beside, medians)
    return FigureTable(rows.heads(), rows.rows(), caption=figures.question.dimension.label)


class _Rows:
    def __init__(self, report: Report, figures: Figures, url: Url, beside: Beside | None, medians: list[Median] | None) -> None:
        self.report, self.figures, self.url, self.beside, self.medians = report, figures, url, beside, medians
        self.question = figures.question
        self.columns: Columns = report.columns_of(self.question)
        names = {name for name, rate in self.columns if rate is None} if report.heated else set()
        self.most = {name: max((counts.get(name, 0) for counts in figures.rows.values()), default=0) for name in names}

    def heads(self) -> list[Head]:
        """The heads; what is a part of the very count below it is no quotient of two counts."""
        heads = [head_of(name, rate, self.question.basis, self.beside) for name, rate in self.columns]
        return [replace(head, note="") if rate and rate.is_nested else head for head, (_name, rate) in zip(heads, self.columns, strict=True)]

    def rows(self) -> list[Row]:
        """The median, the rows, the total."""
        found = [Row(_("Median"), [_middle(median) for median in self.medians], "")] if self.medians else []
        found += [Row(label_of(self.figures, key, self.beside), self._cells(key), "" if key else "is-nobody") for key in self.keys()]
        return [*found, Row(_("Total"), self._cells(None), "is-total")]

    def keys(self) -> list[str]:
        """Hours and days in their order; else by the first rate or count, the most first; nobody's row last. What only stands beside has a row, too."""
        keys = {*self.figures.rows, *(self.beside.keys if self.beside else ())}
        if self.question.dimension.is_ordered:
            return sorted(keys)
        return sorted(keys, key=lambda key: (not key, *self._rank(self.figures.rows.get(key, {})), key))

    def _rank(self, counts: Counts) -> tuple:
        ranked = next((rate for _name, rate in self.columns if rate and rate.name == self.report.ranked), None)
        many = [-counts.get(name, 0) for name, rate in self.columns if rate is None][:2]
        if ranked is None:
            return (*many,)
        under = counts.get(ranked.under, 0)
        return (under < ENOUGH, -Fraction(counts.get(ranked.above(self.question.basis), 0), under or 1), *many)

    def _cells(self, key: str | None) -> list[Cell]:
        counts = self.figures.total if key is None else self.figures.rows.get(key, {})
        cells = [cell_of(counts, name, rate, self.question.basis, self._url(key)) for name, rate in self.columns]
        return [self._looked(cell, index, key, counts) for index, cell in enumerate(cells)]

    def _url(self, key: str | None) -> Callable[[str], str]:
        return lambda measure: self.url(measure, key)

    def _looked(self, cell: Cell, index: int, key: str | None, counts: Counts) -> Cell:
        name, rate = self.columns[index]
        if key is not None and (most := self.most.get(name)):
            heat = -(-STEPS * counts.get(name, 0) // most)
            cell = replace(cell, look=f"{cell.look} heat-{heat}".strip() if heat else cell.look)
        if self.medians and rate and key:
            cell = replace(cell, look=self._beside_median(cell, self.medians[index]))
        return self.beside.cell(cell, name, rate, key, counts) if self.beside else cell

    def _beside_median(self, cell: Cell, median: Median) -> str:
        """Over the middle, under it, or faint where too few are divided to be compared."""
        over, under = cell.fraction or (0, 0)
        return "d-faint" if under < ENOUGH else {1: "is-over", -1: "is-under", 0: ""}[median.differs(over, under)]


def _middle(median: Median) -> Cell:
    """A rate's says of how many persons it is the middle: of those who have one."""
    return Cell(median.text, _("%(n)d persons") % {"n": median.persons} if median.is_rate else "")
