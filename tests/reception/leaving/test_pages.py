"""The page of whoever leaves: the proposal, changed and carried out; who may open it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from leads.models import Lead
from tests.factories import LeadFactory, UserFactory
from tests.moments import MONDAY_9


def page(person) -> str:
    return f"/settings/people/{person.pk}/leave/"


def test_the_proposal_is_dealt_evenly_among_who_is_there_and_carried_out(client_of, leader, agent, other_agent, store):
    third = UserFactory(username="third", store=store, roles=["agent"])
    leads = [LeadFactory(store=store, agent=agent) for _number in range(4)]
    browser = client_of(leader)

    shown = browser.get(page(agent))
    proposed = {line.name: line.chosen for line in shown.context["called"]}
    answer = browser.post(page(agent), proposed)

    assert sorted(proposed.values()) == sorted([str(other_agent.pk), str(third.pk)] * 2)
    assert (answer.status_code, answer["Location"]) == (303, f"/settings/people/{agent.pk}/")
    assert dict(Lead.objects.values_list("pk", "agent")) == {lead.pk: int(proposed[f"agent-{lead.pk}"]) for lead in leads}


def test_a_returning_customer_goes_to_who_knew_them(client_of, leader, agent, other_agent, store):
    UserFactory(username="third", store=store, roles=["agent"])
    LeadFactory(store=store, closed_agent=other_agent, phone="13800138000", closed_at=MONDAY_9, closed_as="lost", reason="没买")
    LeadFactory(store=store, agent=agent, phone="13800138000")

    line = client_of(leader).get(page(agent)).context["called"][0]

    assert (line.chosen, "老客户" in line.why) == (str(other_agent.pk), True)


def test_what_a_specialist_receives_goes_to_the_others_in_turn_and_says_how_many_each_then_has(client_of, director, agent, reception, store):
    others = [UserFactory(username=name, store=store, roles=["reception"]) for name in ("second", "third")]
    LeadFactory(store=store, agent=agent, reception=others[0])
    for _number in range(3):
        LeadFactory(store=store, agent=agent, reception=reception)

    shown = client_of(director).get(page(reception)).context

    assert [(taker.person, taker.holds, taker.gets, taker.then) for taker in shown["specialists"]] == [(others[0], 1, 2, 3), (others[1], 0, 1, 1)]
    assert [line.chosen for line in shown["received"]] == [str(others[0].pk), str(others[1].pk), str(others[0].pk)]


def test_without_anybody_there_all_go_to_the_pool_and_it_is_said(client_of, leader, agent):
    lead = LeadFactory(store=agent.store, agent=agent)
    browser = client_of(leader)

    shown = browser.get(page(agent))
    browser.post(page(agent), {f"agent-{lead.pk}": "pool"})

    assert ("回到待分配" in shown.content.decode(), Lead.objects.get().agent) == (True, None)


def test_a_refusal_keeps_what_was_chosen(client_of, leader, agent, other_agent):
    lead, _later = LeadFactory(store=agent.store, agent=agent), LeadFactory(store=agent.store, agent=agent)

    answer = client_of(leader).post(page(agent), {f"agent-{lead.pk}": "pool"})

    said = {line.name: (line.chosen, line.why) for line in answer.context["called"]}
    assert (answer.status_code, said[f"agent-{lead.pk}"], "没交接" in answer.content.decode()) == (422, ("pool", "你改的"), True)


@pytest.mark.parametrize("sent", [{"agent-x": "1"}, {"agent-": "1"}, {"agent-99999999999999999999": "pool"}, {"specialist-1": "x"}, {"agent-1": "²"}])
def test_what_no_form_sends_changes_nothing(client_of, leader, agent, sent):
    lead = LeadFactory(store=agent.store, agent=agent)

    answer = client_of(leader).post(page(agent), sent)

    assert (answer.status_code, Lead.objects.get(pk=lead.pk).agent) == (422, agent)


@pytest.mark.parametrize(("who", "status"), [("leader", 200), ("director", 200), ("data_manager", 403), ("agent", 403), ("manager", 403)])
def test_who_may_open_it(request, client_of, other_agent, who, status):
    assert client_of(request.getfixturevalue(who)).get(page(other_agent)).status_code == status


def test_another_stores_people_do_not_exist(client_of, leader, other_store):
    person = UserFactory(username="elsewhere", store=other_store, roles=["agent"])

    assert client_of(leader).get(page(person)).status_code == 404


def test_more_rows_ask_no_more_questions(client_of, leader, agent, other_agent):
    browser = client_of(leader)
    counts = []
    for many in (1, 9):
        for _number in range(many):
            LeadFactory(store=agent.store, agent=agent)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            browser.get(page(agent))
        counts.append(len(asked))

    assert counts[0] == counts[1]
