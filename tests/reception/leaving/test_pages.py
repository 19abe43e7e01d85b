"""The page of whoever leaves: the proposal, changed and carried out; who may open it."""

import re
from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from leads.models import Lead
from tests.factories import AppointmentFactory, FollowUpFactory, LeadFactory, ProposalFactory, ShiftFactory, UserFactory
from tests.moments import MONDAY_9, NOW, TODAY

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


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


def test_the_grades_of_what_they_hold_make_up_all_of_it(client_of, leader, agent, other_agent, store):
    for number, grade in enumerate(["H", "A", "L", "F", ""], start=1):
        LeadFactory.create_batch(number, store=store, agent=agent, grade=grade)

    shown = client_of(leader).get(page(agent))

    held = re.search(r'<ul class="d-held">(.*?)</ul>', shown.content.decode(), re.DOTALL)[1]
    assert re.findall(r"<b>(\d+)</b>", held)[:6] == ["15", "1", "2", "3", "4", "5"]


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

    assert [(taker.key, taker.holds, taker.gets, taker.then) for taker in shown["specialists"]["rows"]] == [
        (str(others[0].pk), 1, 2, 3),
        (str(others[1].pk), 0, 1, 1),
    ]
    assert [line.chosen for line in shown["received"]] == [str(others[0].pk), str(others[1].pk), str(others[0].pk)]


def test_what_is_wanted_within_two_hours_goes_to_who_is_on_duty_the_rest_to_all_who_work_today(client_of, leader, agent, other_agent, store):
    later = UserFactory(username="third", store=store, roles=["agent"])
    ShiftFactory(user=later, day=TODAY, starts=time(18), ends=time(20))
    soon, not_soon = [LeadFactory(store=store, agent=agent, first_call_at=MONDAY_9) for _number in range(2)]
    FollowUpFactory(lead=soon, agent=agent, kind="callback", due_at=NOW + 2 * HOUR)
    FollowUpFactory(lead=not_soon, agent=agent, kind="callback", due_at=NOW + 2 * HOUR + MINUTE)

    shown = client_of(leader).get(page(agent)).context

    assert [(line.held.lead.pk, line.chosen, line.why) for line in shown["called"]] == [
        (soon.pk, str(other_agent.pk), "马上要人，给此刻当班的"),
        (not_soon.pk, str(later.pk), "均分：今天的网络客户最少"),
    ]
    assert [(taker.name, taker.gets, taker.is_later) for taker in shown["agents"]["rows"]] == [
        (other_agent.name, 1, False),
        (later.name, 1, True),
        ("退回待分配", 0, False),
    ]


def test_all_that_is_held_is_counted_and_what_is_overdue_said_in_days(client_of, leader, agent, other_agent, store):
    late, visit, proposed = [LeadFactory(store=store, agent=agent, grade="A", first_call_at=MONDAY_9) for _number in range(3)]
    FollowUpFactory(lead=late, agent=agent, kind="callback", due_at=NOW - 26 * HOUR)
    AppointmentFactory(lead=visit, agent=agent, scheduled_for=NOW + HOUR, status="confirmed")
    ProposalFactory(lead=proposed, by=agent, kind="lost")

    shown = client_of(leader).get(page(agent)).context

    assert shown["counts"] == {"A": 3, "owed": 1, "late": 1, "appointment": 1, "proposal": 1}
    assert {line.held.lead.pk: (line.along.words, line.along.is_late, line.tags) for line in shown["called"]} == {
        late.pk: ("逾期 1 天 · 回访", True, "A owed late call"),
        visit.pk: (f"{NOW.astimezone(store.zone) + HOUR:%H:%M} 邀约，已确认", False, "A visit"),
        proposed.pk: ("申请战败，等定", False, "A proposal"),
    }


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
    assert (answer.status_code, said[f"agent-{lead.pk}"], "没交接" in answer.content.decode()) == (422, ("pool", f"你改的，原来给 {other_agent.name}"), True)


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
    for many in (1, 1, 9):  # the first one asks what is kept for a minute, too
        for _number in range(many):
            LeadFactory(store=agent.store, agent=agent)
        with CaptureQueriesContext(connection) as asked:
            browser.get(page(agent))
        counts.append(len(asked))

    assert counts[1] == counts[2]
