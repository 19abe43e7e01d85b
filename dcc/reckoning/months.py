"""Months, each said by its first day."""

from datetime import date, timedelta


def month_of(day: date) -> date:
    """Return the first day of the month of a day."""
    return day.replace(day=1)


def month_after(month: date) -> date:
    """Return the first day of the next month."""
    return (month_of(month) + timedelta(days=31)).replace(day=1)


def month_before(month: date) -> date:
    """Return the first day of the month before."""
    return (month_of(month) - timedelta(days=1)).replace(day=1)


def last_of(month: date) -> date:
    """Return the last day of a month."""
    return month_after(month) - timedelta(days=1)


def months_of(first: date, last: date) -> list[date]:
    """Return the months a period touches."""
    months = [month_of(first)]
    while (following := month_after(months[-1])) <= last:
        months.append(following)
    return months
