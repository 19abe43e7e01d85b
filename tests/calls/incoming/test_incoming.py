"""Incoming calls: who is calling, the call taken or missed."""

from datetime import UTC, timedelta

import pytest

from calls.desk.rules.calling import Said
from calls.desk.rules.finishing import CardFacts, Next
from calls.incoming.rules.incoming import Agreed, Caller, identify, miss_call, miss_typed_call, take_call
from calls.models import Call, IncomingNumber
from dcc.errors import Refused
from dcc.models import Notice, StoreSetting
from dcc.notices.telling import sentences
from leads.models import Allocation, Channel, Inquiry, Lead, Proposal
from tests.factories import AppointmentFactory, CardFactory, DoNotCallFactory, LeadFactory
from tests.moments import FRIDAY_9, MONDAY_8, MONDAY_9, MONDAY_10, MONDAY_11, SATURDAY_9, TUESDAY_10
from tests.trail import trail

TALKED = Said(outcome="connected", seconds=80)
NUMBER = "15400009999"


@pytest.fixture
def hotline(store):
    return Channel.objects.get(store=store, name="400热线")


def test_a_known_number_opens_the_window_on_its_lead_whoevers_it_is(agent, other_agent):
    lead = LeadFactory(store=agent.store, agent=other_agent, phone=NUMBER)

    window = identify("154-0000-9999", by=agent, now=MONDAY_9)

    assert (window.lead, window.phone) == (lead, NUMBER)
    assert [entry["known"] for entry in trail("call.identify")] == [True]


def test_the_second_number_of_somebody_recognises_nobody(agent):
    LeadFactory(store=agent.store, second_phone=NUMBER)

    window = identify(NUMBER, by=agent, now=MONDAY_9)

    assert window.lead is None


def test_a_lead_of_another_store_is_not_found(agent, other_store):
    LeadFactory(store=other_store, phone=NUMBER)

    window = identify(NUMBER, by=agent, now=MONDAY_9)

    assert window.lead is None


def test_another_number_typed_closes_the_former_window(agent):
    identify(NUMBER, by=agent, now=MONDAY_9)

    second = identify("15400008888", by=agent, now=MONDAY_10)

    assert list(IncomingNumber.objects.open_of(agent, MONDAY_10)) == [second]


def test_a_window_nobody_closed_closes_after_an_hour(agent):
    identify(NUMBER, by=agent, now=MONDAY_9)

    later = list(IncomingNumber.objects.open_of(agent, MONDAY_10))

    assert later == []


def test_sixty_numbers_an_hour_are_the_limit(agent):
    IncomingNumber.objects.bulk_create(IncomingNumber(store=agent.store, agent=agent, phone=NUMBER, at=MONDAY_9, ended_at=MONDAY_9) for _number in range(60))

    with pytest.raises(Refused):
        identify(NUMBER, by=agent, now=MONDAY_9 + timedelta(minutes=59))

    assert identify(NUMBER, by=agent, now=MONDAY_10).lead is None


def test_what_is_no_number_is_refused(agent):
    with pytest.raises(Refused):
        identify("12345", by=agent, now=MONDAY_9)

    assert IncomingNumber.objects.count() == 0


def test_a_stranger_becomes_a_lead_and_at_once_the_agents_by_themselves(agent, hotline):
    window = identify(NUMBER, by=agent, now=MONDAY_9)

    take_call(window, said=TALKED, caller=Caller(hotline, name="王建国", model="卡罗拉"), agreed=Agreed(card=CardFacts()), by=agent, now=MONDAY_10)

    lead = Lead.objects.get()
    assert (lead.name, lead.agent, lead.channel, lead.card_by) == ("王建国", agent, hotline, agent)
    assert list(Allocation.objects.values_list("agent", "by", "at")) == [(agent.pk, agent.pk, MONDAY_9)]
    assert list(Inquiry.objects.values_list("received_at", "channel")) == [(MONDAY_9, hotline.pk)]
    assert list(Call.objects.values_list("direction", "agent", "at", "logged_at")) == [("in", agent.pk, MONDAY_9, None)]


def test_inquiry_and_allocation_carry_the_moment_the_number_was_typed_whatever_is_said(agent, hotline):
    window = identify(NUMBER, by=agent, now=MONDAY_9)

    take_call(window, said=Said(outcome="connected", at=MONDAY_8), caller=Caller(hotline), agreed=Agreed(), by=agent, now=MONDAY_10)

    assert (Lead.objects.get().received_at, Allocation.objects.get().at, Call.objects.get().at) == (MONDAY_9, MONDAY_9, MONDAY_9)


def test_a_colleagues_lead_stays_theirs_and_they_are_told(agent, other_agent):
    lead = LeadFactory(store=agent.store, agent=other_agent, phone=NUMBER)
    window = identify(NUMBER, by=agent, now=MONDAY_9)

    take_call(window, said=TALKED, caller=Caller(), agreed=Agreed(then=Next("invite", at=SATURDAY_9)), by=agent, now=MONDAY_10)

    lead.refresh_from_db()
    assert (lead.agent, lead.invited_at, Call.objects.get().agent) == (other_agent, MONDAY_10, agent)
    assert ("call.taken", other_agent.pk) in Notice.objects.values_list("kind", "user")
    assert list(IncomingNumber.objects.open_of(agent, MONDAY_10)) == []


@pytest.fixture
def colleagues(store, other_agent):
    """A customer of a colleague's, who was spoken with."""
    return LeadFactory(store=store, agent=other_agent, phone=NUMBER, name="王建国", model="卡罗拉", reached_at=MONDAY_8)


def told(person):
    """What a person was told of their calls, as it stands in the notice and as they read it."""
    notice = Notice.objects.get(user=person, kind="call.taken")
    return {name: value for name, value in notice.detail.items() if name != "by"}, sentences(notice.user, [notice], now=notice.at)[0][1]


def utc(at):
    """A moment as the detail of a notice keeps it."""
    return at.astimezone(UTC).isoformat()


def take(agreed, *, by, now=MONDAY_10):
    """Answer the customer's call."""
    return take_call(identify(NUMBER, by=by, now=MONDAY_9), said=TALKED, caller=Caller(), agreed=agreed, by=by, now=now)


def test_the_owner_is_told_no_more_than_was_done(agent, other_agent, colleagues):
    take(Agreed(), by=agent)

    assert told(other_agent) == ({}, "王建国 来电，王伟 接的")


def test_the_owner_is_told_that_the_card_was_opened_and_for_when_their_customer_is_invited(agent, other_agent, colleagues):
    take(Agreed(card=CardFacts(), then=Next("invite", at=SATURDAY_9)), by=agent)

    assert told(other_agent) == ({"card": True, "visit": utc(SATURDAY_9)}, "王建国 来电，王伟 接的；建了卡；邀约 11-28 09:00 到店")


def test_the_owner_is_told_from_when_to_when_a_visit_was_moved(agent, other_agent, colleagues):
    Lead.objects.update(card_at=MONDAY_8, card_by=other_agent)
    CardFactory(lead=colleagues, agent=other_agent, at=MONDAY_8)
    AppointmentFactory(lead=colleagues, agent=other_agent, scheduled_for=FRIDAY_9)

    take(Agreed(card=CardFacts(), then=Next("invite", at=SATURDAY_9)), by=agent)

    moved = {"visit": utc(SATURDAY_9), "visit_before": utc(FRIDAY_9)}
    assert told(other_agent) == (moved, "王建国 来电，王伟 接的；到店时间从 11-27 09:00 改到 11-28 09:00")


def test_an_appointment_that_stands_is_nothing_new(agent, other_agent, colleagues):
    AppointmentFactory(lead=colleagues, agent=other_agent, scheduled_for=FRIDAY_9)

    take(Agreed(then=Next("callback", at=TUESDAY_10)), by=agent)

    assert told(other_agent)[0] == {}


@pytest.mark.parametrize("owned", [True, False])
def test_nobody_applies_for_the_end_of_a_colleagues_lead_or_of_nobodys(agent, other_agent, owned):
    LeadFactory(store=agent.store, agent=other_agent if owned else None, phone=NUMBER)
    window = identify(NUMBER, by=agent, now=MONDAY_9)

    with pytest.raises(Refused):
        take_call(window, said=TALKED, caller=Caller(), agreed=Agreed(then=Next("lost", reason="价格不合")), by=agent, now=MONDAY_10)

    assert (Proposal.objects.count(), Call.objects.count()) == (0, 0)


def test_of_their_own_customer_who_calls_an_agent_applies_for_the_end(agent):
    LeadFactory(store=agent.store, agent=agent, phone=NUMBER)
    window = identify(NUMBER, by=agent, now=MONDAY_9)

    take_call(window, said=TALKED, caller=Caller(), agreed=Agreed(then=Next("lost", reason="价格不合")), by=agent, now=MONDAY_10)

    assert list(Proposal.objects.values_list("kind", "by")) == [("lost", agent.pk)]


def test_a_lead_in_the_pool_stays_in_the_pool(agent):
    LeadFactory(store=agent.store, phone=NUMBER)
    window = identify(NUMBER, by=agent, now=MONDAY_9)

    take_call(window, said=TALKED, caller=Caller(), agreed=Agreed(), by=agent, now=MONDAY_10)

    assert (Lead.objects.get().agent, Allocation.objects.count()) == (None, 0)


def test_a_stranger_needs_the_channel_they_call_through(agent):
    window = identify(NUMBER, by=agent, now=MONDAY_9)

    with pytest.raises(Refused):
        take_call(window, said=TALKED, caller=Caller(), agreed=Agreed(), by=agent, now=MONDAY_10)

    assert (Lead.objects.count(), Call.objects.count()) == (0, 0)


@pytest.mark.parametrize("answered", [True, False])
def test_who_asked_not_to_be_called_and_calls_by_themselves_has_a_lead_and_stays_on_the_list(agent, hotline, answered):
    listed = DoNotCallFactory(store=agent.store, phone=NUMBER, at=MONDAY_9)
    window = identify(NUMBER, by=agent, now=MONDAY_10)

    if answered:
        take_call(window, said=TALKED, caller=Caller(hotline), agreed=Agreed(), by=agent, now=MONDAY_11)
    else:
        miss_typed_call(window, caller=Caller(hotline), by=agent, now=MONDAY_11)

    listed.refresh_from_db()
    assert list(Lead.objects.values_list("phone", "phone_tail", "agent")) == [(NUMBER, "9999", agent.pk if answered else None)]
    assert (listed.lifted_at, Call.objects.get().phone) == (None, NUMBER)


def test_a_missed_call_of_a_stranger_opens_a_lead_in_the_pool(agent, hotline):
    miss_call(agent.store, number=NUMBER, at=MONDAY_9, caller=Caller(hotline), by=agent, now=MONDAY_10)

    lead = Lead.objects.get()
    assert (lead.agent, lead.missed_at, lead.received_at, lead.call_count) == (None, MONDAY_9, MONDAY_9, 0)
    assert list(Call.objects.values_list("outcome", "agent")) == [("missed", None)]


def test_a_missed_call_of_an_open_lead_opens_no_second_one(agent, other_agent):
    lead = LeadFactory(store=agent.store, agent=other_agent, phone=NUMBER)
    window = identify(NUMBER, by=agent, now=MONDAY_9)

    miss_typed_call(window, caller=Caller(), by=agent, now=MONDAY_10)

    lead.refresh_from_db()
    assert (Lead.objects.count(), lead.missed_at) == (1, MONDAY_9)
    assert list(IncomingNumber.objects.open_of(agent, MONDAY_10)) == []


@pytest.mark.parametrize(
    ("code", "typed", "number"),
    [("0431", "85180001", "043185180001"), ("0431", "8518 0001", "043185180001"), ("010", "６５５５１２３４", "01065551234")],
)
def test_a_landline_as_the_telephone_shows_it_gets_the_area_code_of_the_store(agent, code, typed, number):
    StoreSetting.objects.create(store=agent.store, name="area_code", value=code, valid_from=MONDAY_9)

    assert identify(typed, by=agent, now=MONDAY_10).phone == number


@pytest.mark.parametrize(("code", "typed"), [("", "85180001"), ("0431", "12345678"), ("0431", "851800"), ("0431", "8518000123")])
def test_without_an_area_code_and_of_what_is_no_landline_nothing_is_guessed(agent, code, typed):
    StoreSetting.objects.create(store=agent.store, name="area_code", value=code, valid_from=MONDAY_9)

    with pytest.raises(Refused):
        identify(typed, by=agent, now=MONDAY_10)
