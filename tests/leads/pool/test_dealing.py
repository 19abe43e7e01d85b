"""The pool is given out by its lines, as somebody saw it or not at all."""

from decimal import Decimal

import pytest

from leads.dealing.agents import Share
from leads.dealing.rules.saving import keep, save_rules
from leads.models import Allocation, Lead
from leads.pool.allocation_plan import Line
from leads.pool.rules.allocating import Move, allocate
from leads.pool.rules.dealing import deal_by_lines
from tests.factories import ChannelFactory, LeadFactory
from tests.moments import MONDAY_9, MONDAY_10
from tests.trail import trail

EVEN = Line("even")


def gifts():
    """Every allocation: to whom, why, by which line."""
    return list(Allocation.objects.order_by("id").values_list("agent__username", "reason", "line"))


def test_each_gift_says_its_act_and_its_line(leader, agent, other_agent):
    event = ChannelFactory(store=leader.store, source="event")
    save_rules(leader.store, [Line("named", source=frozenset({"event"}), users=frozenset({agent.pk})), EVEN], seen=None, by=leader, now=MONDAY_9)
    leads = [LeadFactory(store=leader.store, channel=event), LeadFactory(store=leader.store)]

    dealt = deal_by_lines(leader.store, leads, by=leader, now=MONDAY_10)

    assert (sorted(dealt.given), dealt.missed) == ([lead.pk for lead in leads], [])
    assert sorted(gifts()) == [("agent", "named", 1), ("other_agent", "even", 2)]
    assert trail("lead.allocate") == [{"count": 1, "why": ["named"]}, {"count": 1, "why": ["even"]}]


def test_what_no_line_gives_stays_in_the_pool(leader, agent):
    save_rules(leader.store, [Line("leader", source=frozenset({"web"})), EVEN], seen=None, by=leader, now=MONDAY_9)
    lead = LeadFactory(store=leader.store, channel__source="web")

    dealt = deal_by_lines(leader.store, [lead], by=leader, now=MONDAY_10)

    assert (dealt.given, dealt.missed, list(Lead.objects.in_pool())) == ([], [], [lead])


def test_weights_and_caps_of_the_moment_hold(leader, agent, other_agent):
    keep(leader.store, [EVEN], {agent.pk: Share(Decimal("2.0"), 200), other_agent.pk: Share(Decimal("1.0"), 3)}, seen=None, by=leader, now=MONDAY_9)

    deal_by_lines(leader.store, LeadFactory.create_batch(12, store=leader.store), by=leader, now=MONDAY_10)

    assert [Lead.objects.filter(agent=person).count() for person in (agent, other_agent)] == [9, 3]


@pytest.mark.parametrize("change", ["whom", "why", "line"])
def test_a_plan_that_would_go_otherwise_now_is_not_carried_out(leader, agent, other_agent, change):
    seen, first = LeadFactory.create_batch(2, store=leader.store)
    deal_by_lines(leader.store, [first], by=leader, now=MONDAY_9)
    turn = ({agent.pk, other_agent.pk} - {Lead.objects.get(pk=first.pk).agent_id}).pop()
    shown = {"whom": (Lead.objects.get(pk=first.pk).agent_id, "even", 2), "why": (turn, "named", 2), "line": (turn, "even", 1)}

    refused = deal_by_lines(leader.store, [seen], shown={seen.pk: shown[change]}, by=leader, now=MONDAY_10)
    done = deal_by_lines(leader.store, [seen], shown={seen.pk: (turn, "even", 2)}, by=leader, now=MONDAY_10)

    assert (refused, done.given) == (None, [seen.pk])


def test_what_others_took_meanwhile_is_said_and_the_rest_given_where_it_goes_as_it_was_seen(leader, agent):
    taken, free = LeadFactory.create_batch(2, store=leader.store)
    shown = {taken.pk: (agent.pk, "even", 2), free.pk: (agent.pk, "even", 2)}
    allocate(leader.store, [Move(taken.pk, agent.pk, "hand")], by=leader, now=MONDAY_9)

    dealt = deal_by_lines(leader.store, [taken, free], shown=shown, by=leader, now=MONDAY_10)

    assert (dealt.given, dealt.missed) == ([free.pk], [taken.pk])


def test_a_lead_that_came_back_is_dealt_again_to_somebody_else_and_is_nobodys_even(leader, agent, other_agent):
    lead = LeadFactory(store=leader.store)
    deal_by_lines(leader.store, [lead], by=leader, now=MONDAY_9)
    first = Lead.objects.get(pk=lead.pk).agent
    allocate(leader.store, [Move(lead.pk, None, "away", first.pk)], by=None, now=MONDAY_10)

    deal_by_lines(leader.store, [Lead.objects.get(pk=lead.pk)], by=leader, now=MONDAY_10)

    other = ({agent, other_agent} - {first}).pop()
    assert gifts() == [(first.username, "even", 2), (None, "away", None), (other.username, "again", 2)]
