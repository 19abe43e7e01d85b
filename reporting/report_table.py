"""The table twin of a funnel: the same rows in the same order, every rate with its numerator and denominator."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from reporting.dimensions import TIMES
from reporting.figures import Counts, Figures
from reporting.measures import DUE, MEASURES
from reporting.question import Question
from reporting.rates import Rate, rates_of

Url = Callable[[str, str | None], str]  # measure, key (None: the total) -> address of the rows, "" where they may not be seen
COHORT = ("leads", "valid", "waiting", "reached", "cards", "invited", "visits", "orders", "deals", "lost")
APPOINTMENTS = ("due", "arrived")


@dataclass(frozen=True)
class Head:
    """The head of one column: its word, and of a rate what it is divided by."""

    label: str
    under: str = ""
    formula: str = ""


@dataclass(frozen=True)
class Cell:
    """One number, or a rate with its fraction; `url` leads to the rows of the number or the numerator."""

    text: str
    share: str = ""
    url: str = ""
    faint: bool = False


@dataclass
class Row:
    """One row; `is_total` the last one."""

    label: str
    cells: list[Cell] = field(default_factory=list)
    is_total: bool = False
    is_unassigned: bool = False


def columns_of(question: Question) -> tuple[str, ...]:
    """The measures of the table, in its order; in activity beside the invitations those that fell due and came of them."""
    if question.basis == "cohort":
        return COHORT
    names = question.measures
    if not question.dimension.path(DUE):
        return names
    after = names.index("invited") + 1
    return (*names[:after], *APPOINTMENTS, *names[after:])


def heads_of(figures: Figures) -> list[Head]:
    """The heads of the table."""
    rates = rates_of(figures.question.by, figures.question.basis)
    return [_head(MEASURES[name].label, rates.get(name)) for name in columns_of(figures.question)]


def _head(label: object, rate: Rate | None) -> Head:
    return Head(str(rate.label), str(MEASURES[rate.under].label), rate.formula) if rate else Head(str(label))


def rows_of(figures: Figures, url: Url) -> list[Row]:
    """The rows in the order they are read in, the total last."""
    rates, names = rates_of(figures.question.by, figures.question.basis), columns_of(figures.question)
    rows = [
        Row(label_of(figures, key), [_cell(figures.rows[key], name, rates.get(name), url(name, key)) for name in names], is_unassigned=not key)
        for key in order_of(figures)
    ]
    total = figures.total
    return [*rows, Row(_("Total"), [_cell(total, name, rates.get(name), url(name, None)) for name in names], is_total=True)]


def _cell(counts: Counts, name: str, rate: Rate | None, url: str) -> Cell:
    count = counts.get(name, 0)
    url = url if count else ""
    if rate is None:
        return Cell(str(count), "", url, not count)
    under = counts.get(rate.under, 0)
    return Cell(rate.of(counts), f"{count}/{under}" if under else str(count or ""), url, not under)


def label_of(figures: Figures, key: str) -> str:
    """What a row is called; nobody's row by what it lacks."""
    return figures.label(key) if key else (_("Unassigned") if figures.question.dimension.is_person else _("Not said"))


def order_of(figures: Figures) -> list[str]:
    """Days in their order; everything else by how much there is, nobody's row last."""
    if figures.question.by in TIMES:
        return sorted(figures.rows)
    names = columns_of(figures.question)
    return sorted(figures.rows, key=lambda key: (not key, *(-figures.rows[key].get(name, 0) for name in names[:2]), key))
