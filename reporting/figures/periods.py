"""The periods one reaches with a single click."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from dcc.reckoning.months import last_of, month_before, month_of
from reporting.figures.dimensions import monday_of


def usual(today: date) -> list[tuple[object, date, date]]:
    """Return (words, first, last): this week, this month, last month, 90 days."""
    month, before = month_of(today), month_before(today)
    return [
        (_("This week"), monday_of(today), today),
        (_("This month"), month, today),
        (_("Last month"), before, last_of(before)),
        (_("90 days"), today - timedelta(days=89), today),
    ]


def of_the_board(today: date) -> list[tuple[object, date, date]]:
    """Return (words, first, last): today, yesterday, this week, this month."""
    yesterday = today - timedelta(days=1)
    return [
        (_("Today"), today, today),
        (_("Yesterday"), yesterday, yesterday),
        (_("This week"), monday_of(today), today),
        (_("This month"), month_of(today), today),
    ]
