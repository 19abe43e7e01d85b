"""The month a page of settling asks for, and those at its head."""

from datetime import date, datetime

from django.http import Http404

from dcc.reckoning.clock import day_of, day_said
from dcc.reckoning.months import month_before, month_of

MONTHS = 3  # shown at the head


def asked_month(request, said, *, now: datetime, default_before: bool) -> tuple[date, date]:
    """Return the month an address asks for, none that lies ahead, and the month one is in."""
    this = month_of(day_of(now, request.user.own_store.zone))
    text = said.get("month", "")
    month = day_said(f"{text}-01") if text else (month_before(this) if default_before else this)
    if month is None or month > this:
        raise Http404
    return month, this


def months_shown(month: date, this: date) -> list[date]:
    """The months at the head of a page: the last three, and the one shown."""
    last = [this]
    while len(last) < MONTHS:
        last.append(month_before(last[-1]))
    return last if month in last else [*last, month]
