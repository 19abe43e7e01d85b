"""Somebody leaves: all they hold goes to others in one deed, what they did stays theirs (docs/rules/domain.md#leaving)."""

from datetime import timedelta

import pytest

from calls.models import Appointment
from dcc.errors import Refused
from dcc.models import User
from dcc.people.rules.absences import mark_away
from leads.models import Allocation, FollowUp, Handover, Lead
from reception.leaving.holding import holding_of
from reception.leaving.rules.handing_over import hand_over
from tests.factories import AppointmentFactory, FollowUpFactory, LeadFactory, UserFactory
from tests.moments import MONDAY_10, TUESDAY_9, WEDNESDAY_9
from tests.trail import trail


@pytest.fixture
def second_specialist(store):
    return UserFactory(username="second", name="高洁", store=store, roles=["reception"])


def test_leads_follow_ups_and_pool_go_as_chosen_and_access_ends(leader, agent, other_agent):
    kept, pooled = [LeadFactory(store=agent.store, agent=agent) for _number in range(2)]
    for lead in (kept, pooled):
        FollowUpFactory(lead=lead, agent=agent, kind="callback", due_at=TUESDAY_9)

    hand_over(agent, agents={kept.pk: other_agent.pk, pooled.pk: None}, specialists={}, by=leader, now=MONDAY_10)

    assert dict(Lead.objects.values_list("pk", "agent")) == {kept.pk: other_agent.pk, pooled.pk: None}
    assert set(Allocation.objects.values_list("lead", "previous", "agent", "by", "at", "reason")) == {
        (kept.pk, agent.pk, other_agent.pk, leader.pk, MONDAY_10, "left"),
        (pooled.pk, agent.pk, None, leader.pk, MONDAY_10, "left"),
    }
    assert dict(FollowUp.objects.filter(done_at=None).values_list("lead", "agent")) == {kept.pk: other_agent.pk, pooled.pk: None}
    assert (User.objects.get(pk=agent.pk).left_at, trail("person.hand_over")) == (MONDAY_10, [{"leads": 2, "received": 0}])


def test_who_booked_keeps_the_invitation_and_another_specialist_receives(director, agent, reception, second_specialist):
    received = LeadFactory(store=agent.store, agent=agent, reception=reception)
    named = LeadFactory(store=agent.store, agent=agent)
    booked = [AppointmentFactory(lead=lead, agent=agent, reception=reception, scheduled_for=WEDNESDAY_9) for lead in (received, named)]
    FollowUpFactory(lead=received, agent=reception, kind="after_visit", due_at=TUESDAY_9)

    hand_over(reception, agents={}, specialists={received.pk: second_specialist.pk, named.pk: second_specialist.pk}, by=director, now=MONDAY_10)

    assert dict(Lead.objects.values_list("pk", "reception")) == {received.pk: second_specialist.pk, named.pk: None}
    assert set(Appointment.objects.values_list("pk", "agent", "reception")) == {(row.pk, agent.pk, second_specialist.pk) for row in booked}
    assert list(Handover.objects.values_list("lead", "reception", "by", "at")) == [(received.pk, second_specialist.pk, director.pk, MONDAY_10)]
    assert FollowUp.objects.get().agent == second_specialist


def test_a_lead_that_came_meanwhile_stops_all_of_it(leader, agent, other_agent):
    first = LeadFactory(store=agent.store, agent=agent)
    LeadFactory(store=agent.store, agent=agent)

    with pytest.raises(Refused, match="没交接"):
        hand_over(agent, agents={first.pk: other_agent.pk}, specialists={}, by=leader, now=MONDAY_10)

    assert (Lead.objects.filter(agent=agent).count(), Allocation.objects.count(), User.objects.get(pk=agent.pk).left_at) == (2, 0, None)


@pytest.mark.parametrize("taker", ["away", "left", "specialist", "nobody", "leaver"])
def test_only_an_agent_who_is_there_takes_leads(leader, agent, other_agent, reception, taker):
    lead = LeadFactory(store=agent.store, agent=agent)
    if taker == "away":
        mark_away(other_agent, last=MONDAY_10.date(), by=leader, now=MONDAY_10)
    if taker == "left":
        User.objects.filter(pk=other_agent.pk).update(left_at=MONDAY_10)
    chosen = {"away": other_agent.pk, "left": other_agent.pk, "specialist": reception.pk, "nobody": 0, "leaver": agent.pk}[taker]

    with pytest.raises(Refused):
        hand_over(agent, agents={lead.pk: chosen}, specialists={}, by=leader, now=MONDAY_10 + timedelta(minutes=1))

    assert (Lead.objects.get().agent, User.objects.get(pk=agent.pk).left_at) == (agent, None)


def test_who_left_at_this_moment_is_handed_over_once(leader, agent):
    as_the_page_knew_them = User.objects.get(pk=agent.pk)
    hand_over(agent, agents={}, specialists={}, by=leader, now=MONDAY_10)

    with pytest.raises(Refused, match="已离职"):
        hand_over(as_the_page_knew_them, agents={}, specialists={}, by=leader, now=MONDAY_10)

    assert trail("person.hand_over") == [{"leads": 0, "received": 0}]


def test_a_specialists_leads_want_a_specialist(director, agent, reception, other_agent):
    lead = LeadFactory(store=agent.store, agent=agent, reception=reception)

    for chosen in (0, other_agent.pk, reception.pk):
        with pytest.raises(Refused, match="接待专员"):
            hand_over(reception, agents={}, specialists={lead.pk: chosen}, by=director, now=MONDAY_10)

    assert Lead.objects.get().reception == reception


def test_the_leader_lets_only_agents_go_and_the_director_everybody_below(leader, director, agent, reception):
    with pytest.raises(Refused, match="销售部长"):
        hand_over(reception, agents={}, specialists={}, by=leader, now=MONDAY_10)
    hand_over(agent, agents={}, specialists={}, by=leader, now=MONDAY_10)
    hand_over(reception, agents={}, specialists={}, by=director, now=MONDAY_10)
    with pytest.raises(Refused, match="已离职"):
        hand_over(agent, agents={}, specialists={}, by=director, now=TUESDAY_9)
    with pytest.raises(Refused):
        hand_over(director, agents={}, specialists={}, by=director, now=TUESDAY_9)

    assert set(User.objects.exclude(left_at=None)) == {agent, reception}


def test_what_is_to_be_done_soonest_stands_first_and_what_goes_along_is_named(agent):
    later, sooner, nothing = [LeadFactory(store=agent.store, agent=agent, grade=grade) for grade in ("A", "H", "")]
    FollowUpFactory(lead=later, agent=agent, kind="callback", due_at=WEDNESDAY_9)
    FollowUpFactory(lead=sooner, agent=agent, kind="callback", due_at=TUESDAY_9)
    FollowUpFactory(lead=sooner, agent=agent, kind="nurture", due_at=WEDNESDAY_9)
    AppointmentFactory(lead=later, agent=agent, scheduled_for=WEDNESDAY_9)

    holding = holding_of(agent)

    assert [row.lead.pk for row in holding.called] == [sooner.pk, later.pk, nothing.pk]
    assert [row.owed and row.owed.due_at for row in holding.called] == [TUESDAY_9, WEDNESDAY_9, None]
    assert [row.appointment is not None for row in holding.called] == [False, True, False]
    assert holding.counts(TUESDAY_9, agent.store.zone) == {"H": 1, "A": 1, "ungraded": 1, "owed": 2, "today": 1, "later": 1, "appointment": 1}
    assert [row.is_for_today(TUESDAY_9, agent.store.zone) for row in holding.called] == [True, True, True]
