"""A customer was taken or given away while one wrote: one button saves what was said as one's own call."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from calls.desk.beginnings import DIAL_LASTS
from calls.desk.rules.calling import Said
from calls.desk.rules.dialling import dial
from calls.desk.rules.finishing import CardFacts, Next
from calls.desk.rules.keeping import keep_call
from calls.incoming.rules.incoming import Agreed
from calls.models import Call, Dial
from dcc.errors import Refused
from dcc.models import Notice, Word
from dcc.notices.telling import sentences
from leads.models import FollowUp, Lead
from leads.pool.rules.giving import give_lead
from tests.factories import AllocationFactory, LeadFactory
from tests.moments import MONDAY_9, MONDAY_10, NOW

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
pytestmark = pytest.mark.usefixtures("any_hour")


@pytest.fixture
def lead(agent):
    """A customer of the agent, who has them on the line."""
    found = LeadFactory(store=agent.store, agent=agent, name="欧阳倩", model="卡罗拉")
    AllocationFactory(lead=found, agent=agent, at=MONDAY_9)
    dial(found, by=agent, now=MONDAY_9 + MINUTE)
    return found


def give(lead, agent, leader, *, now):
    give_lead(lead, agent=agent, reason="hand", by=leader, now=now)


def keep(lead, agent, *, now, said=None, **agreed):
    return keep_call(lead, said=said or Said(outcome="connected", note="问现车"), agreed=Agreed(**agreed), by=agent, now=now)


def test_a_call_that_was_under_way_is_the_callers_and_the_customer_stays_with_whoever_has_them_now(agent, other_agent, leader, lead):
    give(lead, other_agent, leader, now=MONDAY_9 + 2 * MINUTE)

    call = keep(lead, agent, now=MONDAY_9 + 3 * MINUTE)

    lead.refresh_from_db()
    assert (call.agent, call.direction, call.at, call.logged_at, Dial.objects.get().call) == (agent, "out", MONDAY_9 + MINUTE, None, call)
    assert lead.agent == other_agent


def test_whoever_has_the_customer_now_is_told_what_was_done(agent, other_agent, leader, lead):
    give(lead, other_agent, leader, now=MONDAY_9 + 2 * MINUTE)

    keep(lead, agent, now=MONDAY_9 + 3 * MINUTE, card=CardFacts())

    told = [words for _notice, words, _url in sentences(other_agent, list(Notice.objects.filter(user=other_agent, kind="call.taken")), now=MONDAY_10)]
    assert told == [f"欧阳倩 原来由 {agent.name} 跟，刚又通了话；建了卡"]


def test_what_was_promised_is_owed_by_whoever_has_the_customer_now(agent, other_agent, leader, lead):
    give(lead, other_agent, leader, now=MONDAY_9 + 2 * MINUTE)

    keep(lead, agent, now=MONDAY_9 + 3 * MINUTE, then=Next("callback", at=MONDAY_9 + 60 * MINUTE))

    assert list(FollowUp.objects.filter(done_at=None).values_list("kind", "agent")) == [("callback", other_agent.pk)]


def test_of_a_customer_taken_back_into_the_pool_the_call_is_kept_and_nobody_is_told(agent, leader, lead):
    AllocationFactory(lead=lead, previous=agent, agent=None, at=MONDAY_9 + 2 * MINUTE)
    Lead.objects.filter(pk=lead.pk).update(agent=None, allocated_at=MONDAY_9 + 2 * MINUTE)

    call = keep(Lead.objects.get(pk=lead.pk), agent, now=MONDAY_9 + 3 * MINUTE)

    assert (call.agent, Lead.objects.get().agent, Notice.objects.filter(kind="call.taken").count()) == (agent, None, 0)


@pytest.mark.parametrize(("later", "is_kept"), [(DIAL_LASTS - SECOND, True), (DIAL_LASTS, False), (DIAL_LASTS + SECOND, False)])
def test_a_customer_who_left_four_hours_ago_is_not_ones_own_to_log(agent, other_agent, leader, lead, later, is_kept):
    dial(lead, by=agent, now=MONDAY_9 + 2 * MINUTE - SECOND)
    give(lead, other_agent, leader, now=MONDAY_9 + 2 * MINUTE)
    now = MONDAY_9 + 2 * MINUTE + later

    if is_kept:
        keep(lead, agent, now=now)
    else:
        with pytest.raises(Refused, match="刚才不是你的"):
            keep(lead, agent, now=now)

    assert Call.objects.count() == is_kept


def test_a_customer_one_never_had_cannot_be_logged_so(agent, other_agent, leader):
    theirs = LeadFactory(store=agent.store, agent=other_agent)

    with pytest.raises(Refused, match="刚才不是你的"):
        keep(theirs, agent, now=MONDAY_9 + MINUTE)


@pytest.mark.parametrize("kind", ["lost", "refuses"])
def test_nobody_ends_the_customer_who_is_somebody_elses_now(agent, other_agent, leader, lead, kind):
    give(lead, other_agent, leader, now=MONDAY_9 + 2 * MINUTE)

    with pytest.raises(Refused, match="现在跟的人"):
        keep(lead, agent, now=MONDAY_9 + 3 * MINUTE, then=Next(kind, reason="价格不合"))

    assert Call.objects.count() == 0


@pytest.mark.parametrize(("dialled", "is_kept"), [(2 * MINUTE - SECOND, True), (2 * MINUTE, False), (None, False)])
def test_only_a_call_that_was_dialled_while_the_customer_was_theirs(agent, other_agent, leader, dialled, is_kept):
    found = LeadFactory(store=agent.store, agent=agent)
    AllocationFactory(lead=found, agent=agent, at=MONDAY_9)
    if dialled:
        Dial.objects.create(store=found.store, lead=found, agent=agent, at=MONDAY_9 + dialled)
    give(found, other_agent, leader, now=MONDAY_9 + 2 * MINUTE)

    if is_kept:
        keep(found, agent, now=MONDAY_9 + 3 * MINUTE)
    else:
        with pytest.raises(Refused):
            keep(found, agent, now=MONDAY_9 + 3 * MINUTE)

    assert Call.objects.count() == is_kept


def test_the_same_form_sent_twice_is_one_call_and_told_once(agent, other_agent, leader, lead):
    give(lead, other_agent, leader, now=MONDAY_9 + 2 * MINUTE)
    said = Said(outcome="connected", token=uuid4())

    calls = [keep(lead, agent, now=MONDAY_9 + minutes * MINUTE, said=said) for minutes in (3, 4)]

    assert (calls[0], Call.objects.count(), Notice.objects.filter(kind="call.taken").count()) == (calls[1], 1, 1)


def form(store, **more):
    outcome = Word.objects.get(store=store, kind="call_outcome", meaning="connected").pk
    return {"token": str(uuid4()), "outcome": outcome, "note": "问现车", **more}


@pytest.fixture
def given_now(agent, other_agent, leader):
    """A customer who went to the colleague a moment ago."""
    found = LeadFactory(store=agent.store, agent=agent, name="欧阳倩")
    AllocationFactory(lead=found, agent=agent, at=NOW - 10 * MINUTE)
    dial(found, by=agent, now=NOW - MINUTE)
    give(found, other_agent, leader, now=NOW)
    return found


def test_one_button_saves_it_and_one_goes_on_with_the_queue(client_of, agent, other_agent, given_now):
    url, sent = reverse("calls_log", args=[given_now.pk]), form(agent.store)
    client = client_of(agent)

    first = client.post(url, sent, headers={"HX-Request": "true"})
    then = client.post(url, sent | {"keep": "1"}, headers={"HX-Request": "true"})

    assert ('name="keep"' in first.content.decode(), then.status_code, then["HX-Push-Url"]) == (True, 200, reverse("calls"))
    assert (Call.objects.get().note, f"已告诉 {other_agent.name}" in then.content.decode()) == ("问现车", True)


def test_without_a_script_the_page_sends_what_was_typed_once_more(client_of, agent, given_now):
    url, sent = reverse("calls_log", args=[given_now.pk]), form(agent.store)
    client = client_of(agent)

    page = client.post(url, sent)
    kept = dict(page.context["sent"])
    client.post(url, kept | {"keep": "1"})

    assert (page.status_code, kept) == (404, {name: str(value) for name, value in sent.items()})
    assert Call.objects.get().note == "问现车"


def test_what_cannot_be_saved_so_says_why_and_keeps_what_was_typed(client_of, agent, given_now):
    sent = form(agent.store, step="lost", lost_reason="价格不合", keep="1")

    response = client_of(agent).post(reverse("calls_log", args=[given_now.pk]), sent, headers={"HX-Request": "true"})

    assert (response.status_code, "现在跟的人" in response.content.decode(), Call.objects.count()) == (422, True, 0)


def test_a_closed_customer_has_no_such_button_and_takes_no_call(client_of, agent, given_now):
    Lead.objects.update(closed_at=NOW, closed_as="lost")
    url, sent = reverse("calls_log", args=[given_now.pk]), form(agent.store)

    answers = [client_of(agent).post(url, sent | more, headers={"HX-Request": "true"}) for more in ({}, {"keep": "1"})]

    assert [(answer.status_code, 'name="keep"' in answer.content.decode()) for answer in answers] == [(422, False)] * 2
    assert Call.objects.count() == 0


def test_a_customer_who_is_ones_own_again_is_logged_as_ever(client_of, agent, leader, given_now):
    give(given_now, agent, leader, now=NOW)

    response = client_of(agent).post(reverse("calls_log", args=[given_now.pk]), form(agent.store, keep="1"), headers={"HX-Request": "true"})

    assert (response.status_code, Notice.objects.filter(kind="call.taken").count(), Call.objects.count()) == (200, 0, 1)


def test_whoever_never_had_the_customer_gets_no_page(client_of, agent, other_agent, leader):
    theirs = LeadFactory(store=agent.store, agent=other_agent)

    response = client_of(agent).post(reverse("calls_log", args=[theirs.pk]), form(agent.store, keep="1"))

    assert (response.status_code, Call.objects.count()) == (404, 0)
