"""A call corrected and taken back, as pages."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from calls.desk.rules.annulling_calls import annul_call
from calls.desk.rules.calling import Said, log_call
from calls.models import Call
from dcc.models import Word
from leads.models import Lead
from tests.factories import LeadFactory
from tests.factories.dcc import open_all_day
from tests.moments import NOW


@pytest.fixture
def lead(agent):
    open_all_day(agent.store)
    return LeadFactory(store=agent.store, agent=agent, name="王建国", received_at=NOW - timedelta(hours=2))


@pytest.fixture
def call(agent, lead):
    said = Said(outcome="connected", outcome_name="已接通", note="问现车", level="H", checks=("need",))
    return log_call(lead, said=said, by=agent, now=NOW - timedelta(minutes=1))


def outcome(store, meaning: str) -> Word:
    return Word.objects.filter(store=store, kind="call_outcome", meaning=meaning).first()


def test_the_toast_of_a_call_offers_the_way_back(client_of, agent, lead):
    data = {"token": uuid4(), "outcome": outcome(agent.store, "no_answer").pk}

    response = client_of(agent).post(reverse("calls_log", args=[lead.pk]), data, headers={"HX-Request": "true"})

    toast = list(response.context["messages"])[-1]
    assert toast.extra_tags == f"undo:{reverse('call_annul', args=[Call.objects.get().pk])}"


def test_what_was_typed_stands_in_the_form_again(client_of, agent, lead, call):
    client = client_of(agent)

    answer = client.post(reverse("call_annul", args=[call.pk]))

    assert (answer.status_code, answer["Location"]) == (303, f"{reverse('calls_on', args=[lead.pk])}?again={call.pk}")
    form = client.get(answer["Location"]).context["form"]
    assert {name: form.initial[name] for name in ("note", "level", "checks")} == {"note": "问现车", "level": "H", "checks": ["need"]}
    assert form.initial["outcome"] == outcome(agent.store, "connected").pk


def test_the_record_shows_it_struck_through(client_of, agent, lead, call):
    annul_call(call, by=agent, now=NOW)

    page = client_of(agent).get(reverse("lead", args=[lead.pk])).content.decode()

    assert "<s><b>已接通</b>" in page
    assert f"{agent.name} {timezone.localtime(NOW):%m-%d}" in page


def test_the_record_offers_its_author_to_correct_it_and_nobody_else(client_of, agent, leader, lead, call):
    offered = [reverse("call_correct", args=[call.pk]) in client_of(person).get(reverse("lead", args=[lead.pk])).content.decode() for person in (agent, leader)]

    assert offered == [True, False]


def test_it_is_corrected_on_a_page_of_its_own(client_of, agent, lead, call):
    client, url = client_of(agent), reverse("call_correct", args=[call.pk])
    shown = client.get(url).context["form"].initial

    answer = client.post(url, {"outcome": outcome(agent.store, "no_answer").pk, "note": "没人接", "level": ""})

    assert (shown["outcome"], shown["level"], shown["note"]) == (outcome(agent.store, "connected"), "H", "问现车")
    assert (answer.status_code, answer["Location"]) == (303, reverse("lead", args=[lead.pk]))
    assert Call.objects.values_list("outcome", "note", "level").get() == ("no_answer", "没人接", "")
    assert Lead.objects.get().reached_at is None


def test_what_cannot_be_corrected_any_more_comes_back_with_the_reason(client_of, agent, lead):
    old = log_call(lead, said=Said(outcome="connected", outcome_name="已接通"), by=agent, now=NOW - timedelta(minutes=16))

    answer = client_of(agent).post(reverse("call_correct", args=[old.pk]), {"outcome": outcome(agent.store, "busy").pk, "note": "忙"})

    assert (answer.status_code, Call.objects.get().outcome) == (422, "connected")
    assert "15 分钟" in answer.content.decode()


@pytest.mark.parametrize("who", ["other_agent", "leader", "reception"])
def test_anothers_call_does_not_exist(client_of, request, call, who):
    client = client_of(request.getfixturevalue(who))

    answers = [client.get(reverse("call_correct", args=[call.pk])).status_code, client.post(reverse("call_annul", args=[call.pk])).status_code]

    assert (answers, Call.objects.count()) == ([404, 404], 1)
