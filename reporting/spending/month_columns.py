"""The columns of the channels compared: counts and rates, money, weeks; which of them there are for a question, and which somebody chose."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy as _

from reporting.figures.measures import MEASURES
from reporting.figures.rates import RATES

PRICED = ("channel", "source")  # what a cost is typed for, and what these add up to
BYS = (*PRICED, "sub-channel", "campaign")
COUNTED = {"cohort": ("leads", "valid", "visits", "deals"), "activity": ("leads", "visits", "deals")}  # what stands there unless others are chosen
OFFERED = {
    "cohort": (
        "leads", "valid", "invalid", "waiting", "reached_share", "wechat_rate", "card_rate", "invitation_rate", "kept_rate", "visits",
        "visit_rate_by_lead", "test_drive_rate", "orders", "order_rate", "loan_rate", "trade_in_rate", "deals", "deal_rate", "lost", "risen_rate",
    ),
    "activity": ("leads", "calls", "connection_rate", "effective_rate", "reached", "wechat_rate", "visits", "test_drive_rate", "deals"),  # four tables
}  # fmt: skip
MONEY: dict[str, Any] = {"spent": _("Spent"), "refunded": _("Paid back"), "net_spent": _("Net")}
PER: dict[str, tuple[str, Any]] = {
    "cost_per_lead": ("leads", _("A lead")),
    "cost_per_visit": ("visits", _("A visit")),
    "cost_per_deal": ("deals", _("A car")),
}
CHANGE, WEEKS = "cost_change", "weeks"
LABELS: dict[str, Any] = MONEY | {name: label for name, (_under, label) in PER.items()} | {CHANGE: _("A car, to the month before"), WEEKS: _("Last 13 weeks")}


def columns_of(by: str, basis: str) -> tuple[str, ...]:
    """Every column a question has, in their order; money only where it is known by what the rows are split by."""
    return (*OFFERED[basis], *((*MONEY, *PER, CHANGE) if by in PRICED else ()), WEEKS)


def chosen_of(by: str, basis: str, names: Collection[str]) -> tuple[str, ...]:
    """The columns of a question that were chosen; the usual ones where none of them was."""
    every = columns_of(by, basis)
    chosen = tuple(name for name in every if name in names)
    return chosen or tuple(name for name in every if name in COUNTED[basis] or name not in OFFERED[basis])


def counted_in(columns: Collection[str], basis: str) -> tuple[str, ...]:
    """Whatever the columns count: the measures, what stands above and below the line of the rates, and what money is divided by."""
    rates = [RATES[name] for name in columns if name in RATES]
    counts = [name for name in columns if name in MEASURES and name not in RATES]
    return tuple(dict.fromkeys((*COUNTED[basis], *counts, *(name for rate in rates for name in (rate.above(basis), rate.under)))))


def label_of(name: str) -> Any:
    """What a column is called where it is chosen."""
    if name in LABELS:
        return LABELS[name]
    return RATES[name].label if name in RATES else MEASURES[name].label
