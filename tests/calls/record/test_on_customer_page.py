"""What the customer's page says comes next, and what happened on the telephone."""

from datetime import timedelta

import pytest
from django.urls import reverse

from calls.desk.rules.calling import Said
from calls.desk.rules.finishing import CardFacts, Next, finish_call
from calls.record.parts.on_customer_page import call_action, next_panel
from leads.customer.timeline import entries_of
from tests.calling import ring_and_finish
from tests.factories import FollowUpFactory, LeadFactory, ProposalFactory
from tests.moments import MONDAY_9, MONDAY_10, NOW, SATURDAY_9


@pytest.fixture
def lead(agent):
    return LeadFactory(store=agent.store, agent=agent, name="王建国", model="卡罗拉")


def test_calls_card_and_appointment_stand_in_the_timeline(agent, lead):
    finish_call(lead, said=Said(outcome="no_answer", outcome_name="无人接听"), by=agent, now=MONDAY_9)
    talked = Said(outcome="connected", outcome_name="已接通", seconds=102, note="问价", checks=("need",))
    ring_and_finish(lead, said=talked, card=CardFacts(), then=Next("invite", at=SATURDAY_9), by=agent, at=MONDAY_10)

    titles = [(entry.title, entry.fact, entry.is_minor) for entry in entries_of(lead, agent, MONDAY_10) if entry.by == agent.name]

    assert sorted(titles) == sorted([("邀约 11-28 09:00", "", False), ("建卡", "", False), ("已接通", "1:42", False), ("无人接听", "", True)])


def test_the_number_in_a_note_is_masked(agent, lead):
    finish_call(lead, said=Said(outcome="connected", note="换号 15400001234"), by=agent, now=MONDAY_10)

    lines = [entry.line for entry in entries_of(lead, agent, MONDAY_10)]

    assert [("15400001234" in line, "154****1234" in line) for line in lines if line] == [(False, True)]


def test_what_is_owed_and_applied_for_comes_next(agent, lead):
    FollowUpFactory(lead=lead, kind="nurture", due_at=NOW + timedelta(days=2), note="年底再看")
    ProposalFactory(lead=lead, by=agent, reason="价格不合")

    template, panel = next_panel(lead, agent, MONDAY_10)

    assert (template, [row["note"] for row in panel["rows"]], panel["proposal"]["reason"]) == ("calls/record/_panel_next.html", ["年底再看"], "价格不合")


def test_a_lead_that_waits_for_nothing_has_no_such_pane(agent, lead):
    assert next_panel(lead, agent, MONDAY_10) is None


def test_only_whoever_works_a_lead_is_shown_the_way_to_call(agent, other_agent, leader, data_manager, lead):
    ways = [call_action(lead, person) is not None for person in (agent, other_agent, leader, data_manager)]

    assert ways == [True, False, True, False]


def test_the_customers_page_opens_with_it(client_of, agent, lead):
    FollowUpFactory(lead=lead, kind="callback", due_at=NOW)

    page = client_of(agent).get(reverse("lead", args=[lead.pk]))

    assert (page.status_code, reverse("calls_on", args=[lead.pk]) in page.content.decode()) == (200, True)


def test_where_there_is_no_number_nobody_is_sent_to_call_but_to_write_it(client_of, agent, leader, lead):
    lead = LeadFactory(store=agent.store, agent=agent, phone=None, respond_by=MONDAY_9)

    pages = [client_of(person).get(reverse("lead", args=[lead.pk])).content.decode().split("<main")[1] for person in (agent, leader)]
    desk = client_of(agent).get(reverse("calls_on", args=[lead.pk])).content.decode()

    wanted = (f'"{reverse("calls_on", args=[lead.pk])}"', "打第一个电话", reverse("lead_number", args=[lead.pk]), "没有号码，打不了")
    assert [[what in page for what in wanted] for page in pages] == [[False, False, True, True]] * 2
    assert (reverse("lead_number", args=[lead.pk]) in desk, "没有号码，打不了" in desk, "补号码" in desk) == (True, True, True)
