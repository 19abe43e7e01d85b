"""Giving many leads at once from the list: the ticked ones, and all of a filter as it was seen."""

import re

import pytest
from django.contrib.messages import get_messages

from leads.grading.rules.closing_leads import close_lead
from leads.models import Allocation, Lead
from leads.pool.rules.allocating import Move, allocate
from leads.pool.whole_list import seal
from tests.factories import LeadFactory
from tests.moments import MONDAY_9


def names(answer):
    """The names on the page, in order."""
    return [row.lead.name for row in answer.context["rows"]]


def said(answer):
    """What the toasts say."""
    return [str(message) for message in get_messages(answer.wsgi_request)]


def hand_over(browser, leads, agent, reason="busy", **further):
    """Send the list's sheet."""
    seen = [f"{lead.pk}-{lead.agent_id or 0}" for lead in leads]
    return browser.post("/leads/hand-over/?status=hand", {"lead": seen, "agent": agent, "reason": reason, **further})


def test_the_leader_gives_the_ticked_ones_to_somebody_else(client_of, leader, agent, other_agent):
    leads = [LeadFactory(store=leader.store, agent=agent), LeadFactory(store=leader.store)]

    answer = hand_over(client_of(leader), leads, other_agent.pk)

    assert (answer.status_code, answer["Location"]) == (303, "/leads/?status=hand")
    assert set(Lead.objects.values_list("agent", flat=True)) == {other_agent.pk}
    assert list(Allocation.objects.order_by("lead").values_list("reason", flat=True)) == ["busy", "hand"]


def test_the_leader_takes_them_back_into_the_pool(client_of, leader, agent):
    lead = LeadFactory(store=leader.store, agent=agent)

    hand_over(client_of(leader), [lead], "pool", reason="away")

    assert list(Lead.objects.in_pool()) == [lead]


def test_a_lead_that_went_to_somebody_else_meanwhile_stays_there(client_of, leader, agent, other_agent):
    lead = LeadFactory(store=leader.store, agent=agent)
    allocate(leader.store, [Move(lead.pk, other_agent.pk, "busy", agent.pk)], by=leader, now=MONDAY_9)

    answer = hand_over(client_of(leader), [lead], "pool")

    page = client_of(leader).get(answer["Location"])
    assert Lead.objects.get().agent == other_agent
    assert page.status_code == 200


@pytest.mark.parametrize(("agent_field", "reason"), [("", "busy"), ("x", "busy"), ("0", "busy"), ("²", "busy"), ("pool", ""), ("pool", "nonsense")])
def test_without_a_goal_or_a_reason_nothing_moves(client_of, leader, agent, agent_field, reason):
    lead = LeadFactory(store=leader.store, agent=agent)

    answer = hand_over(client_of(leader), [lead], agent_field, reason=reason)

    assert answer.status_code == 422
    assert Lead.objects.get().agent == agent


def test_refused_the_list_comes_back_with_what_was_ticked_and_chosen_and_the_error_at_its_field(client_of, leader, agent, other_agent):
    first, second = LeadFactory.create_batch(2, store=leader.store, agent=agent)

    answer = hand_over(client_of(leader), [first], other_agent.pk, reason="")

    page = answer.content.decode()
    assert {row.lead: row.is_picked for row in answer.context["rows"]} == {first: True, second: False}
    assert re.findall(r'value="(\d+)-\d+"[^>]* checked', page) == [str(first.pk)]
    sheet = page[page.index('id="to-agent"') :]
    assert re.findall(r'<option value="([^"]*)" selected', sheet) == [str(other_agent.pk)]
    assert re.search(r'id="to-reason-error">([^<]*)', page)[1] == "写明为什么转手"
    assert said(answer) == []


def test_all_of_the_list_stays_chosen_where_it_was_refused(client_of, leader, agent, other_agent):
    LeadFactory.create_batch(2, store=leader.store, agent=agent)
    browser = client_of(leader)

    answer = hand_over(browser, [], other_agent.pk, reason="", all="1", sealed=sealed(browser, "/leads/?status=hand"))

    assert [row.is_picked for row in answer.context["rows"]] == [True, True]
    assert 'name="all" value="1" data-all' in answer.content.decode()


def sealed(browser, address):
    """What the list at this address says of itself, signed."""
    return browser.get(address).context["sealed"]


def test_all_means_all_open_ones_of_the_filter(client_of, leader, agent, other_agent):
    mine = LeadFactory.create_batch(3, store=leader.store, agent=agent)
    pool = LeadFactory(store=leader.store)
    browser = client_of(leader)

    answer = hand_over(browser, [], other_agent.pk, all="1", sealed=sealed(browser, "/leads/?status=hand"))

    assert answer.status_code == 303
    assert dict(Lead.objects.values_list("pk", "agent")) == {**{lead.pk: other_agent.pk for lead in mine}, pool.pk: None}


@pytest.mark.parametrize(("change", "said"), [(-1, "现在是 2 条，不是 3 条"), (1, "现在是 4 条，不是 3 条")])
def test_where_the_list_holds_another_number_meanwhile_nothing_is_done_and_both_are_said(client_of, leader, agent, other_agent, change, said):
    mine = LeadFactory.create_batch(3, store=leader.store, agent=agent)
    browser = client_of(leader)
    seen = sealed(browser, "/leads/?status=hand")
    if change > 0:
        LeadFactory(store=leader.store, agent=agent)
    else:
        close_lead(mine[0], outcome="lost", reason="其他", by=leader, now=MONDAY_9)

    answer = hand_over(browser, [], other_agent.pk, all="1", sealed=seen)

    assert (answer.status_code, said in answer.content.decode(), len(names(answer))) == (409, True, 3 + change)
    assert not Lead.objects.filter(agent=other_agent).exists()


@pytest.mark.parametrize("forged", ["", "nonsense", "other filter", "other person"])
def test_a_whole_list_is_given_only_as_it_was_seen(client_of, leader, agent, other_agent, data_manager, forged):
    LeadFactory(store=leader.store, agent=agent)
    browser = client_of(leader)
    other = {"other filter": sealed(browser, "/leads/?status=open"), "other person": seal(data_manager, "status=hand", 1)}

    answer = hand_over(browser, [], other_agent.pk, all="1", sealed=other.get(forged, forged))

    assert (answer.status_code, Lead.objects.get().agent) == (422, agent)


def test_another_stores_leads_are_not_moved(client_of, leader, agent, foreign_agent):
    lead = LeadFactory(store=foreign_agent.store, agent=foreign_agent)

    hand_over(client_of(leader), [lead], agent.pk)

    assert Lead.objects.get().agent == foreign_agent
