"""What stands beside a table's figures: those of another time, or the plan."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.figures.counting import Figures, ask_beside
from reporting.figures.figure_table import Cell
from reporting.figures.measures import Counts
from reporting.figures.question import Question
from reporting.figures.rates import Rate
from reporting.figures.reports import COMPARED, compared_with
from reporting.plan.planned_figures import is_planned, planned_of

PLAN = "plan"
WAYS: dict[str, Any] = dict(COMPARED) | {PLAN: gettext_lazy("Plan")}


def way_of(word: str, question: Question, counted: Sequence[str]) -> str:
    """Return by which way a question is compared: the one said, "" where there is no such way for it. Planned is what happens, no cohort."""
    if word == PLAN:
        return PLAN if question.basis == "activity" and is_planned(counted) else ""
    return word if word in WAYS else ""


@dataclass(frozen=True)
class Beside:
    """Figures and by which way they stand beside others."""

    how: str
    figures: Figures

    @property
    def label(self) -> str:
        """What they are called."""
        return str(WAYS[self.how])

    @property
    def keys(self) -> set[str]:
        """The rows they add to a table. The days of another time are not its days."""
        return set() if self._is_elsewhen else set(self.figures.rows)

    @property
    def _is_elsewhen(self) -> bool:
        return self.how != PLAN and self.figures.question.dimension.is_time

    def cell(self, cell: Cell, name: str, rate: Rate | None, key: str | None, counts: Counts) -> Cell:
        """Return a cell with what stands beside it: of another time a rate and by how much a count differs, else what was planned."""
        if key is not None and self._is_elsewhen:
            return cell
        other = self.figures.total if key is None else self.figures.rows.get(key, {})
        if self.how == PLAN:
            return _planned(cell, name, rate, other)
        basis = self.figures.question.basis
        if rate is not None:
            return replace(cell, before=rate.of(other, basis), was=(other.get(rate.above(basis), 0), other.get(rate.under, 0)))
        change = counts.get(name, 0) - other.get(name, 0)
        return replace(cell, before=f"{'▲' if change > 0 else '▼'} {abs(change)}" if change else "=", was=other.get(name, 0))


def planned_rate(rate: Rate, plans: Counts) -> tuple[int, int] | None:
    """Return what a rate divides of the plans, where both are planned."""
    return (plans[rate.over], plans[rate.under]) if {rate.over, rate.under} <= plans.keys() else None


def _planned(cell: Cell, name: str, rate: Rate | None, plans: Counts) -> Cell:
    if rate is None:
        return replace(cell, before=_("plan %(n)s") % {"n": plans[name]}, was=plans[name]) if name in plans else cell
    fraction = planned_rate(rate, plans)
    if fraction is None:
        return cell
    return replace(cell, before=f"{rate.of(plans, 'activity')} {rate.fraction(plans, 'activity')}".strip(), was=fraction)


def asked_beside(question: Question, how: str, counted: Sequence[str], *, now: datetime) -> tuple[Figures, Beside | None]:
    """Answer a question, and where it is compared with anything, that beside it."""
    if not how or how == PLAN:
        [figures] = ask_beside([question], counted)
        return figures, Beside(PLAN, planned_of(question, now=now)) if how else None
    figures, other = ask_beside([question, compared_with(question, how)], counted)
    return figures, Beside(how, other)
