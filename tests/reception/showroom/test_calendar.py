"""The months of the director's list: what ripened, what returned, what will."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from dcc.models import StoreSetting
from reception.showroom.calendar import grid, weeks_of
from reception.showroom.forecasting import entries_of
from reception.showroom.rules.transfers import hold_transfer, list_ripe, refuse_transfer
from tests.factories import ShowroomCardFactory
from tests.moments import NOW, TODAY, moment

FIRST, LAST = date(2026, 11, 1), date(2026, 12, 31)


def carded(store, day: date, **facts):
    """A card that DCC has known since its day; it is ripe sixty days later."""
    return ShowroomCardFactory(store=store, card_date=day - timedelta(days=60), entered_at=moment(1, 9) - timedelta(days=90), **facts)


def said(store, now=NOW):
    return [(entry.day, entry.card.name, entry.what, entry.former is not None) for entry in entries_of(store, FIRST, LAST, now=now)]


def test_each_day_holds_what_was_listed_and_what_will_be(store, director):
    carded(store, TODAY, name="今天")
    tomorrow = carded(store, TODAY + timedelta(days=1), name="明天")
    carded(store, TODAY - timedelta(days=2), name="前天")
    carded(store, LAST + timedelta(days=1), name="明年")
    list_ripe(now=NOW)
    old, today = tomorrow.__class__.objects.get(name="前天"), tomorrow.__class__.objects.get(name="今天")
    refuse_transfer(old.transfers.get(), reason="亲属", by=director, now=NOW)
    hold_transfer(today.transfers.get(), until=date(2026, 12, 5), reason="店庆", by=director, now=NOW)

    assert said(store) == [
        (TODAY - timedelta(days=2), "前天", "refused", False),
        (TODAY, "今天", "held", False),
        (TODAY + timedelta(days=1), "明天", "ahead", False),
        (date(2026, 12, 5), "今天", "ahead", True),
    ]


def test_the_forecast_comes_true(store):
    for number in range(20):
        carded(store, TODAY + timedelta(days=number), name=f"{number}")
    StoreSetting.objects.create(store=store, name="transfer_after_days", value=55, valid_from=NOW - timedelta(minutes=1))
    forecast = {(day, name) for day, name, what, _back in said(store) if what == "ahead"}

    for number in range(1, 30):
        list_ripe(now=NOW + timedelta(days=number))

    later = NOW + timedelta(days=29)
    came = {(day, name) for day, name, what, _back in said(store, later) if day > TODAY and what == "waiting"}
    assert (forecast, len(forecast)) == (came, len(came))


@pytest.mark.parametrize(("month", "days"), [(date(2026, 11, 1), 42), (date(2027, 2, 1), 28), (date(2026, 12, 1), 35)])
def test_a_month_is_shown_in_whole_weeks(month, days):
    start, end = grid(month)

    weeks = weeks_of(month, [], today=TODAY)

    assert ((end - start).days + 1, start.weekday(), end.weekday(), sum(len(week) for week in weeks)) == (days, 0, 6, days)
    assert sum(cell.in_month for week in weeks for cell in week) == ((month + timedelta(days=32)).replace(day=1) - month).days


@pytest.mark.parametrize("who", ["director", "front_desk", "data_manager", "leader", "manager"])
def test_whoever_sees_the_list_reads_the_calendar_and_the_director_decides_on_it(client_of, request, store, who):
    carded(store, TODAY, name="吕建华", consultant="马涛")
    list_ripe(now=NOW)

    page = client_of(request.getfixturevalue(who)).get(f"{reverse('transfers_calendar')}?consultant=马涛").content.decode()

    assert ("吕建华" in page, 'id="decide"' in page) == (True, who == "director")


@pytest.mark.parametrize("question", ["day=2000-01-01", "day=2099-12-31", "day=x", "consultant=没有", "day=2026-12-31"])
def test_any_question_is_answered(client_of, director, question):
    assert client_of(director).get(f"{reverse('transfers_calendar')}?{question}").status_code == 200
