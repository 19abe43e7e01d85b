"""What the page of leads given to the showroom is narrowed to, and its file with it: a period, what became of them, of whom."""

from datetime import date, datetime, timedelta

from dcc.frame.paging import whole
from dcc.models import User
from dcc.reckoning.clock import day_of
from reception.given.standing import GROUPS, Given, given_leads
from reception.given.usual import PERIODS, USUAL_DAYS


def days_of(asked) -> int:
    """Return the period an address asks for, in days back from today."""
    days = whole(asked.get("days"))
    return days if days in PERIODS else USUAL_DAYS


def given_to(user: User, asked, now: datetime) -> list[Given]:
    """Return those of the period, whatever else is asked."""
    today: date = day_of(now, user.own_store.zone)
    return given_leads(user.own_store, since=today - timedelta(days=days_of(asked) - 1), until=today, now=now)


def fitting(rows: list[Given], asked) -> list[Given]:
    """Return those of one consultant or reason (`?consultant=`, `?reason=`), where a figure was opened."""
    return [each for each in rows if _fits(each, asked)]


def shown_of(rows: list[Given], asked) -> list[Given]:
    """Return those of what became of them (`?show=`)."""
    shown = asked.get("show", "")
    return [each for each in rows if shown not in GROUPS or each.group == shown]


def _fits(each: Given, asked) -> bool:
    said = {"consultant": each.review.consultant, "reason": each.review.reason}
    return all(not asked.get(name) or asked[name] == value for name, value in said.items())
