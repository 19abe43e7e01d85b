"""Whom nobody may call."""

import pytest

from dcc.errors import Refused
from leads.models import DoNotCall
from leads.rules.do_not_calling import lift_do_not_call, set_do_not_call
from tests.factories import LeadFactory
from tests.moments import MONDAY_9, MONDAY_10, TUESDAY_9
from tests.trail import trail


def test_a_refusal_holds_at_once_and_for_good(agent):
    lead = LeadFactory(store=agent.store, agent=agent)

    set_do_not_call(lead, source="客户要求", by=agent, now=MONDAY_9)

    entry = DoNotCall.objects.of_lead(lead).holding(MONDAY_9).get()
    assert (entry.phone, entry.source, entry.until, entry.by) == (lead.phone, "客户要求", None, agent)
    assert trail("do_not_call.set") == [{}]


def test_one_with_a_day_ends_with_it(agent):
    lead = LeadFactory(store=agent.store, agent=agent)

    set_do_not_call(lead, source="出国", until=TUESDAY_9, by=agent, now=MONDAY_9)

    held = [DoNotCall.objects.of_lead(lead).holding(now).exists() for now in (MONDAY_10, TUESDAY_9)]
    assert held == [True, False]


def test_a_day_in_the_past_is_refused(agent):
    lead = LeadFactory(store=agent.store, agent=agent)

    with pytest.raises(Refused):
        set_do_not_call(lead, source="", until=MONDAY_9, by=agent, now=MONDAY_10)

    assert DoNotCall.objects.count() == 0


def test_setting_it_again_replaces_the_entry(agent):
    lead = LeadFactory(store=agent.store, agent=agent)
    set_do_not_call(lead, source="出国", until=TUESDAY_9, by=agent, now=MONDAY_9)

    set_do_not_call(lead, source="不买了", by=agent, now=MONDAY_10)

    assert [entry.source for entry in DoNotCall.objects.of_lead(lead).holding(MONDAY_10)] == ["不买了"]


def test_lifted_it_may_be_called_again_and_the_entry_says_by_whom(agent, leader):
    lead = LeadFactory(store=agent.store, agent=agent)
    set_do_not_call(lead, source="客户要求", by=agent, now=MONDAY_9)

    answers = [lift_do_not_call(lead, by=leader, now=MONDAY_10) for _time in range(2)]

    assert answers == [True, False]
    assert DoNotCall.objects.values_list("lifted_at", "lifted_by").get() == (MONDAY_10, leader.pk)
    assert trail("do_not_call.lift") == [{}]
