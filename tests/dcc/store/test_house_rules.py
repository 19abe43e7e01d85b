"""Settings of a store, valid from a moment."""

import pytest

from dcc.errors import Refused
from dcc.models import StoreSetting
from dcc.store.rules.house_rules import change_settings, changeable_by
from dcc.store.store_settings import SETTINGS, Setting, value, values_at, whole_number, working_hours
from tests.moments import MONDAY_8, MONDAY_9, MONDAY_10, TUESDAY_9, moment
from tests.trail import trail


@pytest.fixture
def directors_rule():
    """A rule that is the director's alone."""
    SETTINGS["transfer_days"] = Setting("transfer_days", "转出", 60, whole_number(1, 365), "转出", scope="director")
    yield "transfer_days"
    del SETTINGS["transfer_days"]


def test_a_rule_holds_from_its_change_on(leader):
    changed = change_settings(leader.store, values={"daily_cap": 25, "opens_at": "08:30"}, by=leader, now=MONDAY_9)

    assert changed == ["daily_cap"]
    assert value(leader.store, "daily_cap", MONDAY_8) == 40
    assert value(leader.store, "daily_cap", MONDAY_9) == 25
    assert StoreSetting.objects.count() == 1
    assert trail("setting.change") == [{"setting": "daily_cap", "before": 40, "after": 25}]


def test_the_latest_change_holds(leader):
    change_settings(leader.store, values={"daily_cap": 25}, by=leader, now=MONDAY_9)
    change_settings(leader.store, values={"daily_cap": 30}, by=leader, now=MONDAY_10)

    assert values_at(leader.store, MONDAY_9)["daily_cap"] == 25
    assert values_at(leader.store, TUESDAY_9)["daily_cap"] == 30


def test_a_store_never_closes_before_it_opens(leader):
    with pytest.raises(Refused):
        change_settings(leader.store, values={"opens_at": "18:00"}, by=leader, now=MONDAY_9)

    assert StoreSetting.objects.count() == 0


def test_the_leader_leaves_the_directors_rules_alone(leader, director, directors_rule):
    with pytest.raises(Refused):
        change_settings(leader.store, values={directors_rule: 30}, by=leader, now=MONDAY_9)

    assert directors_rule not in [line.name for line in changeable_by(leader)]
    assert change_settings(director.store, values={directors_rule: 30}, by=director, now=MONDAY_9) == [directors_rule]


def test_another_stores_rules_are_out_of_reach(foreign_leader, store):
    with pytest.raises(Refused):
        change_settings(store, values={"daily_cap": 1}, by=foreign_leader, now=MONDAY_9)

    assert StoreSetting.objects.count() == 0


def test_a_further_day_closed_stops_the_response_clock(leader):
    change_settings(leader.store, values={"closed_days": ["2026-11-24"]}, by=leader, now=MONDAY_9)

    hours = working_hours(leader.store, values_at(leader.store, MONDAY_10))

    assert hours.add_minutes(moment(23, 17, 50), 30) == moment(25, 8, 50)
