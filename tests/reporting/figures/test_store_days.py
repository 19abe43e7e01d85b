"""An event belongs to the day, week, month and hour in which it happened, to the last microsecond."""

import re
from datetime import date, datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest

from reporting.boards.daily_board import snapshot
from reporting.figures.counting import ask
from reporting.figures.question import Question
from reporting.figures.rows_behind import rows_behind
from tests.factories import CallFactory, LeadFactory

LAST = date(2026, 5, 31)  # a Sunday: the end of a day, a week and a month
MOMENTS = ("23:59:59.999499", "23:59:59.999500", "23:59:59.999999")
KEYS = {"day": "2026-05-31", "week": "2026-05-25", "month": "2026-05", "hour": "23", "weekday": "7"}
LINK = re.compile(r'<a[^>]*href="(/reports/rows/\?[^"]*measure=calls[^"]*)"[^>]*>(\d+)</a>')
ZONES = ("Asia/Shanghai", "America/Los_Angeles")  # one offset all along; summer time


@pytest.fixture(params=ZONES)
def called(request, store, agent):
    """Three calls in the last half second of May, and one in the first of June."""
    zone = ZoneInfo(request.param)
    type(store).objects.filter(pk=store.pk).update(timezone=request.param)
    store.refresh_from_db()
    lead = LeadFactory(store=store, agent=agent)
    moments = [datetime.fromisoformat(f"{LAST}T{time}").replace(tzinfo=zone) for time in MOMENTS]
    for at in (*moments, moments[-1] + timedelta(microseconds=1)):
        CallFactory(lead=lead, agent=agent, at=at, outcome="no_answer")
    return store


@pytest.mark.parametrize("by", list(KEYS))
def test_the_last_microsecond_belongs_to_its_day_week_month_hour_and_weekday(called, by):
    question = Question(called, by, "activity", date(2026, 5, 1), LAST)

    figures = ask(question, ("calls",))

    assert figures.rows == {KEYS[by]: {"calls": 3}}
    assert rows_behind(question, "calls", KEYS[by]).count() == 3


def test_the_first_microsecond_of_a_day_belongs_to_it(called):
    figures = ask(Question(called, "day", "activity", LAST, date(2026, 6, 1)), ("calls",))

    assert figures.rows == {"2026-05-31": {"calls": 3}, "2026-06-01": {"calls": 1}}


def test_the_last_microsecond_belongs_to_its_hour(called):
    board = snapshot(called, LAST, date(2026, 6, 1), now=datetime(2026, 6, 2, 12, tzinfo=ZoneInfo(called.timezone)))

    assert board.hours == {0: (1, 0), 23: (3, 0)}


@pytest.mark.parametrize("by", list(KEYS))
def test_the_number_of_the_last_day_leads_to_its_rows(client_of, leader, called, by):
    leader.refresh_from_db()
    html = client_of(leader).get(f"/reports/funnel/?by={by}&basis=activity&from=2026-05-31&to=2026-05-31").content.decode()

    links = {unescape(address): int(count) for address, count in LINK.findall(html)}

    assert sorted(links.values()) == [3, 3]
    assert [client_of(leader).get(address).content.decode().count("<tr data-row>") for address in links] == [3, 3]
