"""Incoming calls: whose number it is, whose the lead becomes, who is told; exactly at the limits."""

from contextlib import nullcontext
from datetime import timedelta

import pytest

from calls.desk.rules.calling import Said
from calls.incoming.rules.incoming import Agreed, Caller, identify, lead_of, may_propose, miss_call, open_window, take_call
from calls.models import Call, IncomingNumber
from dcc.errors import Refused
from dcc.models import Notice
from leads.models import Allocation, Channel, Lead
from tests.factories import LeadFactory, UserFactory
from tests.moments import MONDAY_8, MONDAY_9, MONDAY_10, MONDAY_11

TICK = timedelta.resolution
HOUR = timedelta(hours=1)
NUMBER = "15400009999"
TALKED = Said(outcome="connected", seconds=80)


@pytest.fixture
def hotline(store) -> Channel:
    return Channel.objects.get(store=store, name="400热线")


def typed(person, at, count: int) -> None:
    """Let somebody have typed so many numbers at a moment."""
    IncomingNumber.objects.bulk_create(IncomingNumber(store=person.store, agent=person, phone=NUMBER, at=at, ended_at=at) for _number in range(count))


@pytest.mark.parametrize(("count", "refused"), [(59, False), (60, True)])
def test_the_sixtieth_number_of_an_hour_is_the_last(agent, count, refused):
    typed(agent, MONDAY_9, count)

    with pytest.raises(Refused) if refused else nullcontext():
        identify(NUMBER, by=agent, now=MONDAY_9 + TICK)


@pytest.mark.parametrize(("now", "refused"), [(MONDAY_10 - TICK, True), (MONDAY_10 + TICK, False)])
def test_an_hour_later_the_next_is_typed(agent, now, refused):
    typed(agent, MONDAY_9, 60)

    with pytest.raises(Refused) if refused else nullcontext():
        identify(NUMBER, by=agent, now=now)


def test_what_a_colleague_typed_counts_for_nobody_else(agent, other_agent):
    typed(other_agent, MONDAY_9, 60)

    assert identify(NUMBER, by=agent, now=MONDAY_9).agent == agent


@pytest.mark.parametrize(("now", "is_open"), [(MONDAY_9, True), (MONDAY_10 - TICK, True), (MONDAY_10, False)])
def test_a_window_is_open_for_less_than_an_hour_and_for_who_opened_it(agent, other_agent, now, is_open):
    window = identify(NUMBER, by=agent, now=MONDAY_9)

    assert (open_window(agent, now=now), open_window(other_agent, now=now)) == (window if is_open else None, None)


def test_typing_a_number_closes_nobody_elses_window(agent, other_agent):
    theirs = identify(NUMBER, by=other_agent, now=MONDAY_9)

    identify(NUMBER, by=agent, now=MONDAY_9)

    assert open_window(other_agent, now=MONDAY_9) == theirs


def test_a_number_means_the_open_lead_of_this_store(store, other_store):
    LeadFactory(store=store, phone=NUMBER, closed_at=MONDAY_8, closed_as="lost", reason="其他")
    LeadFactory(store=other_store, phone=NUMBER)
    nobody = lead_of(store, NUMBER)
    mine = LeadFactory(store=store, phone=NUMBER)

    assert (nobody, lead_of(store, NUMBER), lead_of(store, "15400008888")) == (None, mine, None)


def test_a_leader_who_answers_a_stranger_leaves_the_lead_in_the_pool(leader, hotline):
    window = identify(NUMBER, by=leader, now=MONDAY_9)

    take_call(window, said=TALKED, caller=Caller(hotline), agreed=Agreed(), by=leader, now=MONDAY_10)

    assert (Lead.objects.get().agent, Allocation.objects.count(), Call.objects.get().agent) == (None, 0, leader)


def test_nobody_is_told_of_a_call_they_took_themselves_or_of_nobodys_lead(agent):
    for number, owner, now in ((NUMBER, agent, MONDAY_9), ("15400008888", None, MONDAY_10)):
        LeadFactory(store=agent.store, phone=number, agent=owner)
        take_call(identify(number, by=agent, now=now), said=TALKED, caller=Caller(), agreed=Agreed(), by=agent, now=now + HOUR / 2)

    assert Notice.objects.filter(kind="call.taken").count() == 0


def test_a_call_taken_closes_its_own_window_with_the_lead_it_was_about(agent, hotline):
    window = identify(NUMBER, by=agent, now=MONDAY_9)

    take_call(window, said=TALKED, caller=Caller(hotline), agreed=Agreed(), by=agent, now=MONDAY_10)

    window.refresh_from_db()
    assert (window.ended_at, window.lead) == (MONDAY_10, Lead.objects.get())


def test_a_stranger_who_has_become_a_lead_meanwhile_is_that_lead(agent, other_agent, hotline):
    window = identify(NUMBER, by=agent, now=MONDAY_9)
    lead = LeadFactory(store=agent.store, phone=NUMBER, agent=other_agent)

    call = take_call(window, said=TALKED, caller=Caller(hotline), agreed=Agreed(), by=agent, now=MONDAY_10)

    assert (call.lead, Lead.objects.count(), Lead.objects.get().agent) == (lead, 1, other_agent)


def test_only_whose_lead_it_is_now_applies_for_its_end(store, agent, other_agent, leader, reception):
    both = UserFactory(store=store, roles=["agent", "leader"])
    lead = LeadFactory(store=store, agent=other_agent, reception=reception, card_at=MONDAY_9, card_by=agent)

    assert [may_propose(lead, person, now=MONDAY_9) for person in (agent, other_agent, reception, leader, both)] == [False, True, True, True, True]


def test_a_missed_call_carries_its_own_moment_and_opens_the_strangers_lead_with_it(store, agent, hotline):
    call = miss_call(store, number="154-0000-9999", at=MONDAY_9, caller=Caller(hotline), by=agent, now=MONDAY_11)

    lead = Lead.objects.get()
    assert (call.at, call.agent, lead.phone, lead.received_at, lead.missed_at) == (MONDAY_9, None, NUMBER, MONDAY_9, MONDAY_9)


def test_a_missed_call_keeps_by_when_it_is_rung_back_whatever_the_limit_is_afterwards(store, agent, hotline):
    opens = MONDAY_8 + HOUR / 2
    early = miss_call(store, number=NUMBER, at=MONDAY_8, caller=Caller(hotline), by=agent, now=MONDAY_9)
    Channel.objects.filter(pk=hotline.pk).update(first_response_minutes=15)
    later = miss_call(store, number=NUMBER, at=MONDAY_9, caller=Caller(hotline), by=agent, now=MONDAY_9)
    taken = take_call(identify(NUMBER, by=agent, now=MONDAY_10), said=TALKED, caller=Caller(hotline), agreed=Agreed(), by=agent, now=MONDAY_11)

    kept = Call.objects.order_by("pk").values_list("respond_by", flat=True)
    assert (early.pk < later.pk < taken.pk, list(kept)) == (True, [opens + HOUR / 2, MONDAY_9 + HOUR / 4, None])


def test_what_is_no_number_is_no_missed_call(store, agent, hotline):
    with pytest.raises(Refused):
        miss_call(store, number="12345", at=MONDAY_9, caller=Caller(hotline), by=agent, now=MONDAY_11)

    assert (Call.objects.count(), Lead.objects.count()) == (0, 0)
