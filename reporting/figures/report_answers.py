"""A question's whole answer in numbers: the counts of each row, and of each rate what stands above and below its line."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from reporting.figures.counting import Figures, ask
from reporting.figures.measures import Counts
from reporting.figures.question import Question
from reporting.figures.rates import RATES, Rate, rates_of

REPORTS = {"funnel": _("Funnel")}  # those a command and a workbook answer


@dataclass(frozen=True)
class Answer:
    """The figures of a question, counted with all its rates divide."""

    figures: Figures
    rates: dict[str, Rate]

    def as_words(self, report: str) -> dict[str, Any]:
        """Return the answer as JSON says it: rows without zeros, rates as [over, under]; nothing divided by nothing is left out."""
        figures = self.figures
        return {
            "question": {"report": report, **self.figures.question.words},
            "rows": {key: kept for key, counts in figures.rows.items() if (kept := self._counts(counts))},
            "rates": {key: shares for key, counts in figures.rows.items() if (shares := self._rates(counts))},
            "total": self._counts(figures.total),
            "total_rates": self._rates(figures.total),
        }

    def lines(self) -> list[list]:
        """Return the answer as a sheet: heading, rows with their zeros, the total; of each rate two columns."""
        measures = self.figures.question.measures
        heads = [self.figures.question.by, *measures, *(f"{name}:{part}" for name in self.rates for part in ("over", "under"))]
        rows = [[key, *self._numbers(counts)] for key, counts in self.figures.rows.items()]
        return [heads, *rows, ["total", *self._numbers(self.figures.total)]]

    def _numbers(self, counts: Counts) -> list[int]:
        shares = [number for rate in self.rates.values() for number in self._of(rate, counts)]
        return [*(counts.get(name, 0) for name in self.figures.question.measures), *shares]

    def _counts(self, counts: Counts) -> Counts:
        return {name: counts[name] for name in self.figures.question.measures if counts.get(name)}

    def _rates(self, counts: Counts) -> dict[str, list[int]]:
        return {name: self._of(rate, counts) for name, rate in self.rates.items() if counts.get(rate.under)}

    def _of(self, rate: Rate, counts: Counts) -> list[int]:
        return [counts.get(rate.above(self.figures.question.basis), 0), counts.get(rate.under, 0)]


def answer(question: Question) -> Answer:
    """Ask a question with the rates its table shows, and all they divide."""
    rates = {rate.name: RATES[rate.name] for rate in rates_of(question.by, question.basis).values()}
    divided = [name for rate in rates.values() for name in (rate.above(question.basis), rate.under)]
    return Answer(ask(question, tuple(dict.fromkeys([*question.measures, *divided]))), rates)
