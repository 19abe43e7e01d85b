"""The channels of a period in numbers, as `manage.py report channels` says them: counts, money as decimal texts, and what was divided by what."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from dcc.reckoning.clock import day_of
from dcc.reckoning.months import last_of
from reporting.figures.counting import ask
from reporting.figures.question import Question
from reporting.spending.channel_months import COUNTED, ChannelMonths, channel_months
from reporting.spending.month_spent import Spent, together

RATES = {"cost_per_lead": "leads", "cost_per_visit": "visits", "cost_per_deal": "deals"}


def channels_in_numbers(question: Question, *, now: datetime) -> dict[str, Any]:
    """Return the whole answer. Money is told of whole months that are over; of any other period the counts alone."""
    over = question.first.day == 1 and question.last == last_of(question.last) and question.last < day_of(now, question.store.zone)
    rows, total = _of_months(channel_months(question, now=now)) if over else _counted(question)
    return {
        "question": {"report": "channels", **question.words},
        "rows": {name: _words(spent, question.basis) for name, spent in rows.items()},
        "rates": {name: shares for name, spent in rows.items() if (shares := _shares(spent))},
        "total": _words(total, question.basis),
        "total_rates": _shares(total),
    }


def _of_months(found: ChannelMonths) -> tuple[dict[str, Spent], Spent]:
    rows = {name: together(found.of(name, month) for month in found.months) for name in found.names}
    return rows, together(rows.values())


def _counted(question: Question) -> tuple[dict[str, Spent], Spent]:
    figures = ask(question.with_(by="channel"), COUNTED[question.basis])
    rows = {name: Spent(counts, is_whole=False) for name, counts in figures.rows.items()}
    return rows, Spent(figures.total, is_whole=False)


def _words(spent: Spent, basis: str) -> dict[str, Any]:
    counts: dict[str, Any] = {name: spent.counts[name] for name in COUNTED[basis] if spent.counts.get(name)}
    money = {"spent": spent.spent, "refunded": spent.paid_back, "net_spent": spent.net}
    return counts | ({name: _text(amount) for name, amount in money.items() if amount is not None} if spent.spent else {})


def _shares(spent: Spent) -> dict[str, list]:
    return {name: [_text(spent.net), spent.counts[under]] for name, under in RATES.items() if spent.over(under) is not None}


def _text(amount: Decimal | None) -> str:
    return f"{amount:.2f}"
