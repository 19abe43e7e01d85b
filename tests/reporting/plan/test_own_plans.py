"""One's own targets beside what one did: today's part for the agent, the month's for the reception specialist."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from dcc.models import StoreSetting
from reporting.models import Target
from reporting.plan.own_plans import daily_plans, month_plans
from reporting.plan.working_time import pace_of
from tests.moments import MONDAY_8, MONDAY_9, TODAY, moment

MONTH = date(2026, 11, 1)
A_MICROSECOND = timedelta(microseconds=1)


@pytest.fixture
def target(store, agent):
    """What the agent is to do this month."""
    return Target.objects.create(store=store, month=MONTH, measure="cards", user=agent, value=50)


def test_a_days_part_is_the_months_goal_times_its_share_of_the_working_time(agent, target):
    days = [moment(1, 12) + timedelta(days=number) for number in range(30)]

    parts = [daily_plans(agent, day)["cards"][0] for day in days]

    assert (sum(parts), set(parts)) == (50, {Fraction(50, 30)})


def test_the_share_is_how_much_of_the_working_day_is_over(agent, target):
    _goal, share = daily_plans(agent, MONDAY_9)["cards"]

    assert share == Fraction(30, 570)


def test_without_a_target_of_ones_own_there_is_no_plan(store, agent, other_agent, target):
    Target.objects.create(store=store, month=MONTH, measure="calls", value=900)

    assert (daily_plans(other_agent, MONDAY_9), month_plans(other_agent, MONDAY_9)) == ({}, {})


def test_a_day_on_which_the_store_is_closed_has_no_part(store, agent, target):
    StoreSetting.objects.create(store=store, name="closed_days", value=["2026-11-23"], valid_from=MONDAY_8)

    assert daily_plans(agent, MONDAY_9) == {}


@pytest.mark.parametrize(("set_at", "is_closed"), [(moment(24, 0) - A_MICROSECOND, True), (moment(24, 0), False)])
def test_a_day_declared_closed_after_it_is_over_keeps_its_part(store, agent, target, set_at, is_closed):
    StoreSetting.objects.create(store=store, name="closed_days", value=["2026-11-23", "2026-11-30"], valid_from=set_at)

    pace = pace_of(store, date(2026, 11, 23), date(2026, 11, 23), moment(25, 9))
    whole = pace_of(store, MONTH, date(2026, 11, 30), moment(25, 9))

    assert pace.plan({MONTH: 29}) == (0 if is_closed else Fraction(29, 30))
    assert (moment(23, 12) in open_moments(whole), moment(30, 12) in open_moments(whole)) == (not is_closed, False)


def open_moments(pace) -> set:
    """The noons at which the store is open by these hours."""
    noons = [moment(day, 12) for day in range(1, 31)]
    return {noon for noon in noons if pace.hours.time_between(noon, noon + timedelta(hours=1))}


def test_a_day_opened_again_after_it_was_over_was_closed(store):
    StoreSetting.objects.create(store=store, name="closed_days", value=["2026-11-23"], valid_from=MONDAY_8)
    StoreSetting.objects.create(store=store, name="closed_days", value=[], valid_from=moment(24, 9))

    assert moment(23, 12) not in open_moments(pace_of(store, MONTH, date(2026, 11, 30), moment(25, 9)))


def test_the_agents_desk_shows_the_bar_only_with_a_target(client_of, agent, other_agent, store):
    StoreSetting.objects.create(store=store, name="closed_on_holidays", value=False, valid_from=MONDAY_8)  # the page's own day may be one
    Target.objects.create(store=store, month=TODAY.replace(day=1), measure="cards", user=agent, value=9000)

    shown = [client_of(person).get("/calls/").content.decode().count("d-pace") > 0 for person in (agent, other_agent)]

    assert shown == [True, False]


def test_the_specialists_month_stands_beside_its_plan(client_of, store, reception):
    before = client_of(reception).get("/reception/mine/").content.decode()
    Target.objects.create(store=store, month=TODAY.replace(day=1), measure="visits", user=reception, value=77)

    after = client_of(reception).get("/reception/mine/").content.decode()

    assert [("/ 77" in page, "d-pace" in page) for page in (before, after)] == [(False, False), (True, True)]
