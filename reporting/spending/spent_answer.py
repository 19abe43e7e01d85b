"""The channels of a period in numbers, as `manage.py report channels` says them: counts, money as decimal texts, and what was divided by what."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from dcc.reckoning.clock import day_of
from dcc.reckoning.months import last_of
from reporting.figures.counting import ask
from reporting.figures.measures import MEASURES
from reporting.figures.question import Question
from reporting.figures.rates import RATES
from reporting.spending.channel_months import ChannelMonths, channel_months
from reporting.spending.month_columns import PER, PRICED, chosen_of, counted_in
from reporting.spending.month_spent import Spent, together


def channels_in_numbers(question: Question, *, now: datetime, chosen: Sequence[str] = ()) -> dict[str, Any]:
    """Return the whole answer, of the usual columns or of those chosen. Money is told of whole months that are over; of any other period the counts alone."""
    columns = chosen_of(question.by, question.basis, chosen)
    over = question.first.day == 1 and question.last == last_of(question.last) and question.last < day_of(now, question.store.zone)
    counted = counted_in(columns, question.basis)
    rows, total = _of_months(channel_months(question, now=now, measures=counted)) if over else _counted(question, counted)
    return {
        "question": {"report": "channels", **question.words} | ({"columns": list(columns)} if chosen else {}),
        "rows": {name: _words(spent, columns) for name, spent in rows.items()},
        "rates": {name: shares for name, spent in rows.items() if (shares := _shares(spent, columns, question.basis))},
        "total": _words(total, columns),
        "total_rates": _shares(total, columns, question.basis),
    }


def heads_of(question: Question, chosen: Sequence[str] = ()) -> list[str]:
    """Return the names of the numbers of a row, as a sheet has them: no shares, for they are divided of these."""
    columns = chosen_of(question.by, question.basis, chosen)
    return [*_counts(columns), *(("spent", "refunded", "net_spent") if question.by in PRICED else ())]


def _of_months(found: ChannelMonths) -> tuple[dict[str, Spent], Spent]:
    rows = {name: together(found.of(name, month) for month in found.months) for name in found.names}
    return rows, together(rows.values())


def _counted(question: Question, measures: Sequence[str]) -> tuple[dict[str, Spent], Spent]:
    figures = ask(question, measures)
    rows = {name: Spent(counts, is_whole=False) for name, counts in figures.rows.items()}
    return rows, Spent(figures.total, is_whole=False)


def _counts(columns: Sequence[str]) -> list[str]:
    """The counts among the columns."""
    return [name for name in columns if name in MEASURES and name not in RATES]


def _words(spent: Spent, columns: Sequence[str]) -> dict[str, Any]:
    counts: dict[str, Any] = {name: spent.counts[name] for name in _counts(columns) if spent.counts.get(name)}
    money = {"spent": spent.spent, "refunded": spent.paid_back, "net_spent": spent.net}
    return counts | ({name: _text(amount) for name, amount in money.items() if amount is not None} if spent.spent else {})


def _shares(spent: Spent, columns: Sequence[str], basis: str) -> dict[str, list]:
    rates = [RATES[name] for name in columns if name in RATES]
    shares: dict[str, list] = {rate.name: [spent.counts.get(rate.above(basis), 0), spent.counts[rate.under]] for rate in rates if spent.counts.get(rate.under)}
    costs = {name: under for name, (under, _label) in PER.items() if name in columns}
    return shares | {name: [_text(spent.net), spent.counts[under]] for name, under in costs.items() if spent.over(under) is not None}


def _text(amount: Decimal | None) -> str:
    return f"{amount:.2f}"
