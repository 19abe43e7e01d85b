"""What agents were given lately: what counts for whom, and on how many days they were there."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256

import pytest

from dcc.models import Absence
from dcc.people.rules.people import add_person
from dcc.store.store_settings import values_at
from leads.dealing.agents import agents_of
from leads.models import Allocation
from leads.pool.allocation_facts import desks
from leads.pool.given_lately import given_lately
from leads.pool.rules.allocating import Move, allocate, undo_allocation
from tests.factories import AllocationFactory, ChannelFactory, LeadFactory
from tests.moments import MONDAY_9, MONDAY_10, NOW, TUESDAY_9

DAY = timedelta(days=1)


def today_of(agent, now=MONDAY_10):
    """What an agent was given on the day of a moment."""
    given = given_lately(agent.store, now).get(agent.pk)
    return +given.today if given else Counter()


def test_gifts_of_today_count_by_reason_and_source(leader, agent, other_agent):
    event = ChannelFactory(store=leader.store, source="event")
    for lead, reason in (
        (LeadFactory(store=leader.store), "even"),
        (LeadFactory(store=leader.store, channel=event), "even"),
        (LeadFactory(store=leader.store), "hand"),
    ):
        AllocationFactory(lead=lead, agent=agent, reason=reason)

    assert today_of(agent) == {("even", "web"): 1, ("even", "event"): 1, ("hand", "web"): 1}
    assert today_of(other_agent) == {}


def test_the_thirty_days_end_with_today_and_today_begins_at_midnight(leader, agent):
    midnight = MONDAY_9.replace(hour=0)
    for at in (midnight - 29 * DAY - timedelta.resolution, midnight - 29 * DAY, midnight - timedelta.resolution, midnight, midnight + DAY):
        AllocationFactory(lead__store=leader.store, agent=agent, at=at, reason="even")

    given = given_lately(leader.store, MONDAY_9)[agent.pk]

    assert (given.today, given.month) == ({("even", "web"): 1}, {"web": 3})


def test_a_deed_undone_counts_for_nobody_and_one_before_it_of_the_same_lead_still_does(leader, agent, other_agent):
    leads = LeadFactory.create_batch(2, store=leader.store)
    allocate(leader.store, [Move(lead.pk, agent.pk, "even", line=2) for lead in leads], by=leader, now=MONDAY_9)
    moved = allocate(leader.store, [Move(leads[0].pk, other_agent.pk, "busy", agent.pk)], by=leader, now=MONDAY_10)

    undo_allocation(Allocation.objects.get(pk=moved.first), by=leader, now=MONDAY_10)

    assert (today_of(agent), today_of(other_agent)) == ({("even", "web"): 2}, {})


def test_what_was_undone_is_one_less_of_the_act_that_gave_it(leader, agent):
    lead = LeadFactory(store=leader.store)
    for reason in ("hand", "even"):
        dealt = allocate(leader.store, [Move(lead.pk, agent.pk, reason)], by=leader, now=MONDAY_9)
        undo_allocation(Allocation.objects.get(pk=dealt.first), by=leader, now=MONDAY_9)
    allocate(leader.store, [Move(lead.pk, agent.pk, "even")], by=leader, now=MONDAY_10)

    assert today_of(agent) == {("even", "web"): 1}


def test_a_lead_taken_back_by_itself_or_by_the_leader_counts_for_whom_it_was(leader, agent):
    leads = LeadFactory.create_batch(2, store=leader.store)
    allocate(leader.store, [Move(lead.pk, agent.pk, "even") for lead in leads], by=leader, now=MONDAY_9)
    for lead, by in zip(leads, (None, leader), strict=True):
        allocate(leader.store, [Move(lead.pk, None, "away", agent.pk)], by=by, now=MONDAY_10)

    assert today_of(agent) == {("even", "web"): 2}


def test_what_was_annulled_counts_for_nobody(leader, agent):
    AllocationFactory(lead__store=leader.store, agent=agent, reason="incoming", annulled_at=MONDAY_9)

    assert today_of(agent) == {}


@pytest.mark.parametrize(("ago", "days"), [(0, 29), (29, 29), (30, 30)])
def test_days_away_are_no_days_present(leader, agent, ago, days):
    Absence.objects.create(user=agent, day=NOW.date() - timedelta(days=ago), by=leader)

    [found] = agents_of(leader.store, values_at(leader.store, NOW), at=NOW, now=NOW)

    assert found.days == days


def test_who_came_last_week_was_not_there_before(director, store):
    add_person(store=store, username="new", name="新来的", roles=["agent"], by=director, now=NOW - 6 * DAY)

    [found] = agents_of(store, values_at(store, NOW), at=NOW, now=NOW)

    assert found.days == 7


def test_the_lot_is_of_store_day_and_username(leader, agent):
    [desk] = desks(leader.store, values_at(leader.store, TUESDAY_9), now=TUESDAY_9)

    assert desk.seat.draw == sha256(f"S1 {TUESDAY_9.date().isoformat()} agent".encode()).hexdigest()
    assert (desk.seat.weight, desk.seat.cap) == (Decimal(1), 40)
