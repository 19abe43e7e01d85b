"""A full number is shown one at a time, and it is known who saw it."""

import pytest

from dcc.errors import Refused
from dcc.models import Notice, TrailEntry
from leads.rules import revealing
from leads.rules.revealing import reveal_number
from tests.factories import LeadFactory
from tests.moments import MONDAY_9, TUESDAY_9


def test_a_shown_number_is_on_the_trail_and_the_trail_does_not_hold_it(agent):
    lead = LeadFactory(store=agent.store, agent=agent, phone="15400001234", second_phone="15400005678")

    numbers = reveal_number(lead, by=agent, now=MONDAY_9)

    entry = TrailEntry.objects.get(action="lead.reveal")
    assert numbers == ["15400001234", "15400005678"]
    assert (entry.by, entry.object_type, entry.object_id, entry.detail) == (agent, "lead", lead.pk, {})


def test_a_lead_without_a_number_has_none_to_show(agent):
    lead = LeadFactory(store=agent.store, agent=agent, phone=None)

    with pytest.raises(Refused):
        reveal_number(lead, by=agent, now=MONDAY_9)

    assert TrailEntry.objects.filter(action="lead.reveal").count() == 0


def test_the_leader_is_told_of_many_and_past_the_days_budget_it_ends(agent, leader, monkeypatch):
    monkeypatch.setattr(revealing, "WARN_AT", 2)
    monkeypatch.setattr(revealing, "STOP_AT", 3)
    lead = LeadFactory(store=agent.store, agent=agent)

    for _time in range(3):
        reveal_number(lead, by=agent, now=MONDAY_9)
    with pytest.raises(Refused):
        reveal_number(lead, by=agent, now=MONDAY_9)

    assert list(Notice.objects.values_list("user", "kind", "detail")) == [(leader.pk, "lead.reveal_many", {"by": agent.pk, "count": 2})]
    assert TrailEntry.objects.filter(action="lead.reveal").count() == 3


def test_the_budget_is_one_of_a_day(agent, monkeypatch):
    monkeypatch.setattr(revealing, "STOP_AT", 1)
    lead = LeadFactory(store=agent.store, agent=agent)
    reveal_number(lead, by=agent, now=MONDAY_9)

    numbers = reveal_number(lead, by=agent, now=TUESDAY_9)

    assert numbers == [lead.phone]
