"""The periods one reaches with a single click."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from reporting.figures.dimensions import monday_of


def last_of(month: date) -> date:
    """The last day of a month."""
    return (month.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def months_of(first: date, last: date) -> list[date]:
    """The months a period touches, each by its first day."""
    months = [first.replace(day=1)]
    while (following := last_of(months[-1]) + timedelta(days=1)) <= last:
        months.append(following)
    return months


def usual(today: date) -> list[tuple[object, date, date]]:
    """Return (words, first, last): this week, this month, last month, 90 days."""
    month = today.replace(day=1)
    before = (month - timedelta(days=1)).replace(day=1)
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
        (_("This month"), today.replace(day=1), today),
    ]
