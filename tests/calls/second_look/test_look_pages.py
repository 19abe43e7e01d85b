"""The pages of a second look: blind until its call is written down."""

import pytest
from django.urls import reverse

from calls.desk.rules.calling import Said
from calls.models import Call, SecondLook
from calls.second_look.rules.calling_looks import Answer, dial_look, log_look
from dcc.models import Word
from leads.models import Channel, Lead
from tests.factories import CallFactory, LeadFactory, SecondLookFactory
from tests.moments import NOW, moment

SECRETS = ("价格不合", "李娜", "懂车帝", "嫌贵")


@pytest.fixture
def look(agent, other_agent):
    channel = Channel.objects.get(store=agent.store, name="懂车帝")
    facts = {"store": agent.store, "agent": other_agent, "closed_agent": other_agent, "channel": channel, "reason": "价格不合", "grade": "F"}
    lead = LeadFactory(name="戴先生", model="卡罗拉", city="长春", closed_at=moment(16, 10), closed_as="lost", received_at=moment(9, 9), **facts)
    CallFactory(lead=lead, agent=other_agent, at=moment(10, 9), note="嫌贵，挂了", seconds=41)
    return SecondLookFactory(agent=agent, lead=lead, at=moment(26, 8, 30))


def form(agent, meaning, **more):
    word = Word.objects.filter(store=agent.store, kind="call_outcome", meaning=meaning).first()
    return {"token": "0b8b0a0e-1111-4222-8333-444455556666", "outcome": word.pk, "note": "年底再定", **more}


@pytest.mark.parametrize("address", ["calls", "calls_queue", "calls_look", "calls_looks", "search", "lead", "calls_on", "calls_record"])
def test_no_page_gives_the_earlier_cycle_away(client_of, agent, look, address):
    keys = {"calls_look": [look.pk], "lead": [look.lead_id], "calls_on": [look.lead_id], "calls_record": [look.lead_id]}
    query = {"q": look.lead.phone} if address == "search" else {}

    answer = client_of(agent).get(reverse(address, args=keys.get(address)), query, follow=True)

    text = answer.content.decode()
    assert [secret for secret in SECRETS if secret in text] == []
    assert answer.status_code == (404 if address in ("lead", "calls_on", "calls_record") else 200)
    assert look.lead.phone not in text or address == "search"


def test_the_desk_stands_on_a_look_that_is_next(client_of, agent, look):
    answer = client_of(agent).get(reverse("calls"))

    assert answer["Location"] == reverse("calls_look", args=[look.pk])


def test_another_persons_look_does_not_exist(client_of, other_agent, look):
    browser = client_of(other_agent)

    answers = [browser.get(reverse("calls_look", args=[look.pk])), browser.post(reverse("calls_look_log", args=[look.pk]))]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_dialled_the_number_stands_there_in_full(client_of, agent, look):
    answer = client_of(agent).post(reverse("calls_look_number", args=[look.pk]), {"dial": "yes"}, headers={"HX-Request": "true"})

    assert look.lead.phone in answer.content.decode()
    assert [secret for secret in SECRETS if secret in answer.content.decode()] == []


def test_who_wants_to_buy_still_becomes_a_lead_and_the_record_opens(client_of, agent, look):
    browser = client_of(agent)
    dial_look(look, by=agent, now=NOW)
    data = form(agent, "connected", answer="again", step="callback", call_day="2026-11-27", call_time="1030", stay="1")

    answer = browser.post(reverse("calls_look_log", args=[look.pk]), data, follow=True)

    text = answer.content.decode()
    call = Call.objects.get(agent=agent)
    assert (call.at, call.lead.agent, call.note) == (NOW, agent, "年底再定")
    assert [secret for secret in SECRETS if secret in text] == list(SECRETS)


def test_an_answer_is_asked_for_and_nothing_typed_is_lost(client_of, agent, look):
    answer = client_of(agent).post(reverse("calls_look_log", args=[look.pk]), form(agent, "connected"))

    text = answer.content.decode()
    assert (answer.status_code, "年底再定" in text, SecondLook.objects.get().tries) == (422, True, [])
    assert [secret for secret in SECRETS if secret in text] == []


def test_who_wants_to_buy_still_has_a_next_step(client_of, agent, look):
    answer = client_of(agent).post(reverse("calls_look_log", args=[look.pk]), form(agent, "connected", answer="again"))

    assert (answer.status_code, Lead.objects.count()) == (422, 1)


def test_nobody_answers_and_the_queue_goes_on(client_of, agent, look):
    answer = client_of(agent).post(reverse("calls_look_log", args=[look.pk]), form(agent, "no_answer"))

    look.refresh_from_db()
    assert (answer.status_code, answer["Location"], look.standing_tries[0]["outcome"]) == (303, reverse("calls"), "no_answer")
    assert [secret for secret in SECRETS if secret in client_of(agent).get(reverse("calls_look", args=[look.pk])).content.decode()] == []


def test_who_bought_is_written_with_the_model(client_of, agent, look):
    client_of(agent).post(reverse("calls_look_log", args=[look.pk]), form(agent, "connected", answer="bought", bought_model="凯美瑞", step="callback"))

    look.refresh_from_db()
    assert (look.outcome, look.model, look.new_lead, Call.objects.filter(agent=agent).count()) == ("bought", "凯美瑞", None, 0)


def test_of_who_came_back_nothing_opens(client_of, agent, look):
    LeadFactory(store=agent.store, phone=look.lead.phone)
    log_look(look, said=Said("no_answer"), answer=Answer(), by=agent, now=NOW)

    text = client_of(agent).get(reverse("calls_look", args=[look.pk])).content.decode()

    assert [secret for secret in SECRETS if secret in text] == []
