"""The stores head office watches, a line each: this month's leads and how far they came, each month in its store's own zone."""

from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from dcc.models import Store
from dcc.reckoning.clock import day_of
from reporting.figures.counting import ask
from reporting.figures.figure_table import Head, Row
from reporting.figures.question import Question
from reporting.figures.rates import RATES, Rate
from reporting.funnel.report_table import cell_of, head_of

BASIS = "cohort"
SHARES = [RATES[name] for name in ("card_rate", "visit_rate_by_lead", "deal_rate")]
COLUMNS: list[tuple[str, Rate | None]] = [
    *((name, None) for name in ("leads", "valid", "cards", "visits", "orders", "deals")),
    *((rate.over, rate) for rate in SHARES),
]
COUNTS = tuple(dict.fromkeys((*(name for name, _rate in COLUMNS), *(rate.above(BASIS) for rate in SHARES))))


def store_heads() -> list[Head]:
    """The heads of the table."""
    return [head_of(name, rate, BASIS) for name, rate in COLUMNS]


def store_row(store: Store, now: datetime) -> Row:
    """One store; its name opens the funnel of the very days its numbers count."""
    today = day_of(now, store.zone)
    question = Question(store, "channel", BASIS, today.replace(day=1), today)
    total = ask(question, COUNTS).total
    cells = [cell_of(total, name, rate, BASIS, lambda _counted: "") for name, rate in COLUMNS]
    return Row(store.name, cells, url=f"{reverse('funnel')}?{urlencode(question.words)}")
