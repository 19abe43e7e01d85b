"""The leader keeps lines, weights and caps; what stood at a moment stays known."""

from datetime import time, timedelta
from decimal import Decimal

import pytest

from dcc.errors import Refused
from dcc.store.store_settings import values_at
from dcc.trail import audit
from leads.dealing.agents import Share, agents_of
from leads.dealing.in_force import rules_at
from leads.dealing.rules.saving import save_rules, save_shares
from leads.models import AllocationRule, AllocationShare
from leads.pool.allocation_plan import DEFAULT, Line
from tests.factories import ChannelFactory, UserFactory
from tests.moments import MONDAY_8, MONDAY_9, MONDAY_10
from tests.trail import trail

EVEN = Line("even")


def shares(store, moment):
    """What each agent has a share of."""
    return {agent.person.username: agent.share for agent in agents_of(store, values_at(store, moment), at=moment, now=moment)}


def test_a_store_is_born_with_returning_customers_first_and_the_rest_dealt_evenly(store):
    assert rules_at(store, MONDAY_9).lines == DEFAULT == (Line("returning"), EVEN)


def test_lines_hold_from_the_moment_they_are_saved_and_those_before_stay_known(leader, agent):
    channel = ChannelFactory(store=leader.store)
    asks = {"source": frozenset({"web", "event"}), "channel": frozenset({channel.pk}), "model": frozenset({"bZ3X"}), "hours": (time(18), time(8, 30))}
    first = (Line("named", **asks, users=frozenset({agent.pk})), Line("leader", hours=(time(9), time(10))), EVEN)
    save_rules(leader.store, first, seen=None, by=leader, now=MONDAY_9)

    saved = save_rules(leader.store, [EVEN], seen=MONDAY_9, by=leader, now=MONDAY_10)

    stood = [rules_at(leader.store, moment) for moment in (MONDAY_8, MONDAY_9, MONDAY_10 - timedelta.resolution, MONDAY_10)]
    assert saved
    assert [rules.lines for rules in stood] == [DEFAULT, first, first, (EVEN,)]
    assert (stood[-1].since, stood[-1].by) == (MONDAY_10, leader.name)
    assert trail("allocation_rule.change") == [{"lines": 3}, {"lines": 1}]


def test_lines_that_stand_already_are_not_saved_again(leader):
    assert not save_rules(leader.store, DEFAULT, seen=None, by=leader, now=MONDAY_9)
    assert AllocationRule.objects.count() == 0


def test_whoever_did_not_see_what_stands_overwrites_nothing(leader):
    save_rules(leader.store, [EVEN], seen=None, by=leader, now=MONDAY_9)

    with pytest.raises(Refused, match=leader.name):
        save_rules(leader.store, [Line("leader")], seen=None, by=leader, now=MONDAY_10)

    assert rules_at(leader.store, MONDAY_10).lines == (EVEN,)


def test_of_two_saved_at_one_moment_the_second_stands(leader):
    save_rules(leader.store, [Line("leader"), EVEN], seen=None, by=leader, now=MONDAY_9)

    save_rules(leader.store, [EVEN], seen=MONDAY_9, by=leader, now=MONDAY_9)

    assert rules_at(leader.store, MONDAY_9).lines == (EVEN,)


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [EVEN] * 41,
        [Line("even", source=frozenset({"web"}))],
        [Line("returning")],
        [Line("named"), EVEN],
        [Line("even", source=frozenset({"moon"})), EVEN],
        [Line("even", channel=frozenset({0})), EVEN],
        [Line("named", users=frozenset({0})), EVEN],
        [Line("gone"), EVEN],
    ],
    ids=["none", "too many", "the last asks", "the last returns", "nobody named", "no source", "no channel", "no agent", "no act"],
)
def test_lines_nobody_can_deal_by_are_refused(leader, lines):
    with pytest.raises(Refused):
        save_rules(leader.store, lines, seen=None, by=leader, now=MONDAY_9)

    assert AllocationRule.objects.count() == 0


def test_forty_lines_are_not_too_many(leader):
    assert save_rules(leader.store, [EVEN] * 40, seen=None, by=leader, now=MONDAY_9)


def test_channels_and_agents_of_another_store_do_not_exist(leader, foreign_agent):
    lines = [Line("even", channel=frozenset({ChannelFactory(store=foreign_agent.store).pk})), Line("named", users=frozenset({foreign_agent.pk}))]

    for line in lines:
        with pytest.raises(Refused):
            save_rules(leader.store, [line, EVEN], seen=None, by=leader, now=MONDAY_9)


@pytest.mark.parametrize("role", ["data_manager", "agent", "director", "manager", "foreign_leader"])
def test_only_the_stores_leader_keeps_them(request, store, agent, role):
    person = request.getfixturevalue(role)

    with pytest.raises(Refused):
        save_rules(store, [EVEN], seen=None, by=person, now=MONDAY_9)
    with pytest.raises(Refused):
        save_shares(store, {agent.pk: Share(Decimal("0.5"), 40)}, by=person, now=MONDAY_9)

    assert AllocationShare.objects.count() == 0


def test_a_share_holds_from_the_moment_it_is_saved_and_an_unchanged_one_is_not_written(leader, agent, other_agent):
    changed = save_shares(leader.store, {agent.pk: Share(Decimal("0.5"), 20), other_agent.pk: Share(Decimal(1), 40)}, by=leader, now=MONDAY_9)

    stood = [shares(leader.store, moment)["agent"] for moment in (MONDAY_9 - timedelta.resolution, MONDAY_9)]
    assert changed == [agent.pk]
    assert stood == [Share(Decimal(1), 40), Share(Decimal("0.5"), 20)]
    assert trail("allocation_share.change") == [{"before": "1.0 / 40", "after": "0.5 / 20"}]


def test_a_weight_is_read_as_it_was_typed(leader, agent):
    save_shares(leader.store, {agent.pk: Share(Decimal("0.8"), 40)}, by=leader, now=MONDAY_9)

    assert str(shares(leader.store, MONDAY_9)["agent"].weight) == "0.8"
    assert save_shares(leader.store, {agent.pk: Share(Decimal("0.8"), 40)}, by=leader, now=MONDAY_10) == []


def test_who_has_the_cap_of_the_store_keeps_it_when_that_changes(leader, agent):
    save_shares(leader.store, {agent.pk: Share(Decimal("0.5"), 40)}, by=leader, now=MONDAY_9)

    assert AllocationShare.objects.get().cap is None


@pytest.mark.parametrize(("weight", "cap"), [("0.1", 0), ("2.0", 200)])
def test_weights_and_caps_at_their_ends_are_taken(leader, agent, weight, cap):
    assert save_shares(leader.store, {agent.pk: Share(Decimal(weight), cap)}, by=leader, now=MONDAY_9) == [agent.pk]


@pytest.mark.parametrize(("weight", "cap"), [("0.0", 40), ("2.1", 40), ("0.55", 40), ("1.0", -1), ("1.0", 201)])
def test_weights_and_caps_beyond_their_ends_are_refused_by_name(leader, agent, weight, cap):
    with pytest.raises(Refused, match=agent.name):
        save_shares(leader.store, {agent.pk: Share(Decimal(weight), cap)}, by=leader, now=MONDAY_9)


def test_only_agents_of_the_store_have_a_share(leader, reception, foreign_agent):
    for person in (reception, foreign_agent):
        with pytest.raises(Refused):
            save_shares(leader.store, {person.pk: Share(Decimal("0.5"), 40)}, by=leader, now=MONDAY_9)


def test_who_left_is_no_agent_any_more(leader):
    gone = UserFactory(store=leader.store, roles=["agent"], left_at=MONDAY_8)

    with pytest.raises(Refused):
        save_shares(leader.store, {gone.pk: Share(Decimal("0.5"), 40)}, by=leader, now=MONDAY_9)


def test_a_newcomer_is_who_came_within_thirty_days_whatever_their_weight(leader):
    people = [UserFactory(store=leader.store, username=name, roles=["agent"]) for name in ("thirty", "thirtyone", "always")]
    for person, days in zip(people, (29, 30), strict=False):
        audit.record("person.create", person, by=leader, now=MONDAY_9 - timedelta(days=days), roles=["agent"])
    save_shares(leader.store, {person.pk: Share(Decimal("0.5"), 40) for person in people[1:]}, by=leader, now=MONDAY_8)

    agents = agents_of(leader.store, values_at(leader.store, MONDAY_9), at=MONDAY_9, now=MONDAY_9)

    assert {agent.person.username: (agent.share.weight, agent.is_newcomer) for agent in agents} == {
        "thirty": (Decimal(1), True),
        "thirtyone": (Decimal("0.5"), False),
        "always": (Decimal("0.5"), False),
    }
