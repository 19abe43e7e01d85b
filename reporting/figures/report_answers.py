"""A question's whole answer in numbers: the counts of each row, and of each rate what stands above and below its line."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reporting.figures.counting import Figures
from reporting.figures.measures import Counts
from reporting.figures.question import Question
from reporting.figures.rates import Rate
from reporting.figures.reports import REPORTS
from reporting.figures.set_beside import PLAN, asked_beside, planned_rate


@dataclass(frozen=True)
class Answer:
    """The figures of a question, counted with all its rates divide. `before`: those it is compared with, `how` says which; `is_plan`: what was planned."""

    figures: Figures
    measures: tuple[str, ...]
    rates: dict[str, Rate]
    how: str = ""
    before: "Answer | None" = None
    is_plan: bool = False

    def as_words(self, report: str) -> dict[str, Any]:
        """Return the answer as JSON says it: rows without zeros, rates as [over, under]; nothing divided by nothing is left out."""
        figures = self.figures
        words: dict[str, Any] = {
            "question": {"report": report, **self.figures.question.words} | ({"compare": self.how} if self.how else {}),
            "rows": {key: kept for key, counts in figures.rows.items() if (kept := self._counts(counts))},
            "rates": {key: shares for key, counts in figures.rows.items() if (shares := self._rates(counts))},
            "total": self._counts(figures.total),
            "total_rates": self._rates(figures.total),
        }
        return words | ({"compared": self.before.as_words(report)} if self.before else {})

    def lines(self) -> list[list]:
        """Return the answer as a sheet: heading, rows with their zeros, the total; of each rate two columns, of what it is compared with as many again."""
        heads = [*self.measures, *(f"{name}:{part}" for name in self.rates for part in ("over", "under"))]
        earlier = self.before
        keys = sorted({*self.figures.rows, *(earlier.figures.rows if earlier else ())})
        rows = [[key, *self._numbers(self.figures.rows.get(key, {}))] for key in keys]
        lines = [[self.figures.question.by, *heads], *rows, ["total", *self._numbers(self.figures.total)]]
        if earlier is None:
            return lines
        beside: list[list] = [[f"{self.how}:{head}" for head in heads], *(earlier._numbers(earlier.figures.rows.get(key, {})) for key in keys)]
        return [[*line, *more] for line, more in zip(lines, [*beside, earlier._numbers(earlier.figures.total)], strict=True)]

    def _numbers(self, counts: Counts) -> list:
        shares = [number for rate in self.rates.values() for number in self._of(rate, counts) or ("", "")]
        return [*(counts.get(name, "" if self.is_plan else 0) for name in self.measures), *shares]

    def _counts(self, counts: Counts) -> Counts:
        return {name: counts[name] for name in self.measures if counts.get(name)}

    def _rates(self, counts: Counts) -> dict[str, list[int]]:
        return {name: share for name, rate in self.rates.items() if counts.get(rate.under) and (share := self._of(rate, counts))}

    def _of(self, rate: Rate, counts: Counts) -> list[int]:
        if self.is_plan:
            return [*(planned_rate(rate, counts) or ())]
        return [counts.get(rate.above(self.figures.question.basis), 0), counts.get(rate.under, 0)]


def answer(question: Question, name: str = "funnel", how: str = "", *, now: datetime | None = None) -> Answer:
    """Ask a question with the columns of a report, and all its rates divide; compared with another time, where that is asked."""
    report = REPORTS[name]
    columns = report.columns_of(question)
    measures = tuple(measure for measure, rate in columns if rate is None)
    rates = {rate.name: rate for _measure, rate in columns if rate}
    figures, beside = asked_beside(question, how, report.counted_in(question), now=now or question.moments[1])
    before = Answer(beside.figures, measures, rates, is_plan=how == PLAN) if beside else None
    return Answer(figures, measures, rates, how, before)
