"""The table twin of a funnel: the same rows in the same order, every rate with its numerator and denominator."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from reporting.figures.counting import Figures
from reporting.figures.figure_table import Cell, Head, Row
from reporting.figures.formulas import name_of
from reporting.figures.measures import DUE, MEASURES, Counts
from reporting.figures.question import Question
from reporting.figures.rates import Rate, rates_of
from reporting.figures.set_beside import Beside

Url = Callable[[str, str | None], str]  # measure, key (None: the total) -> address of the rows, "" where they may not be seen
COHORT = ("leads", "valid", "waiting", "reached", "cards", "invited", "visits", "orders", "deals", "lost")
APPOINTMENTS = ("due", "arrived")


def columns_of(question: Question) -> tuple[str, ...]:
    """The measures of the table, in its order; in activity beside the invitations those that fell due and came of them."""
    if question.basis == "cohort":
        return COHORT
    names = question.measures
    if not question.dimension.path(DUE):
        return names
    place = names.index("invited") + 1
    return (*names[:place], *APPOINTMENTS, *names[place:])


def counted_in(question: Question) -> tuple[str, ...]:
    """Everything the table shows: the counts of its columns, and what stands above and below the line of its rates."""
    rates = rates_of(question.by, question.basis)
    shown = ((rates[name].above(question.basis), rates[name].under) if name in rates else (name,) for name in columns_of(question))
    return tuple(dict.fromkeys(name for names in shown for name in names))


def heads_of(figures: Figures, beside: Beside | None = None) -> list[Head]:
    """The heads of the table."""
    rates = rates_of(figures.question.by, figures.question.basis)
    return [head_of(name, rates.get(name), figures.question.basis, beside) for name in columns_of(figures.question)]


def head_of(name: str, rate: Rate | None, basis: str, beside: Beside | None = None) -> Head:
    """The head over a count, or over the rate that stands at it."""
    other = beside.label if beside else ""
    if rate is None:
        return Head(str(MEASURES[name].label), name_of(name, basis), beside=other)
    note = "" if basis == "cohort" else _("of the same days")
    return Head(str(rate.label), name_of(rate.name, basis), str(MEASURES[rate.under].label), note, beside=other)


def rows_of(figures: Figures, url: Url, beside: Beside | None = None) -> list[Row]:
    """The rows in the order they are read in, the total last."""
    rates, basis = rates_of(figures.question.by, figures.question.basis), figures.question.basis
    columns = [(name, rates.get(name)) for name in columns_of(figures.question)]

    def cells(counts: Counts, key: str | None) -> list[Cell]:
        drawn = [(cell_of(counts, name, rate, basis, lambda counted: url(counted, key)), name, rate) for name, rate in columns]
        return [beside.cell(cell, name, rate, key, counts) if beside else cell for cell, name, rate in drawn]

    keys = order_of(figures, beside.keys if beside else ())
    rows = [Row(label_of(figures, key, beside), cells(figures.rows.get(key, {}), key), "" if key else "is-nobody") for key in keys]
    return [*rows, Row(_("Total"), cells(figures.total, None), "is-total")]


def cell_of(counts: Counts, name: str, rate: Rate | None, basis: str, url: Callable[[str], str]) -> Cell:
    """A count, or a rate with its fraction; both lead to what is counted, a fraction to what stands above its line, be it nothing: there a topic is raised."""
    counted = rate.above(basis) if rate else name
    count, under = counts.get(counted, 0), counts.get(rate.under, 0) if rate else 0
    address = url(counted) if count or under else ""
    if rate is None:
        return Cell(str(count), "", address, "" if count else "d-faint")
    return Cell(rate.of(counts, basis), rate.fraction(counts, basis) or str(count or ""), address, "" if under else "d-faint", (count, under))


def label_of(figures: Figures, key: str, beside: Beside | None = None) -> str:
    """What a row is called; nobody's row by what it lacks."""
    if beside and key not in figures.labels:
        figures = beside.figures
    return figures.label(key) if key else (_("Unassigned") if figures.question.dimension.is_person else _("Not said"))


def order_of(figures: Figures, besides: Iterable[str] = ()) -> list[str]:
    """Days and hours in their order; everything else by how much there is, nobody's row last. `besides`: rows that only stand beside."""
    keys = {*figures.rows, *besides}
    if figures.question.dimension.is_ordered:
        return sorted(keys)
    names = columns_of(figures.question)
    return sorted(keys, key=lambda key: (not key, *(-figures.rows.get(key, {}).get(name, 0) for name in names[:2]), key))
