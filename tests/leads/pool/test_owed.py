"""What agents are owed for leaves that are made up for."""

from datetime import timedelta

import pytest

from dcc.store.store_settings import values_at
from leads.models import Allocation
from leads.pool.allocation_facts import desks
from leads.pool.rules.allocating import Move, allocate, undo_allocation
from tests.factories import AllocationFactory, LeadFactory, ShiftFactory
from tests.moments import NOW, TODAY

DAY = timedelta(days=1)


def leave(agent, ago, **more):
    """A leave some days ago, made up for."""
    return ShiftFactory(user=agent, day=TODAY - ago * DAY, word="", starts=None, ends=None, leave="annual", **{"made_up": True, **more})


def dealt(agent, ago, count, reason="even"):
    """Leads that an agent was given some days ago."""
    for _number in range(count):
        AllocationFactory(lead=LeadFactory(store=agent.store), agent=agent, at=NOW - ago * DAY, reason=reason)


def owed(agent):
    """How many they are owed today."""
    return {desk.person.pk: desk.seat.owed for desk in desks(agent.store, values_at(agent.store, NOW), now=NOW)}[agent.pk]


def test_owed_is_what_others_were_dealt_evenly_that_day(leader, agent, other_agent):
    leave(agent, 2)
    dealt(other_agent, 2, 4)
    dealt(other_agent, 2, 3, "hand")
    dealt(other_agent, 1, 5)

    assert (owed(agent), owed(other_agent)) == (4, 0)


def test_what_was_repaid_since_is_owed_no_more_and_an_undone_one_is(leader, agent, other_agent):
    leave(agent, 3)
    dealt(other_agent, 3, 4)
    dealt(agent, 1, 2, "made_up")
    given = allocate(leader.store, [Move(LeadFactory(store=leader.store).pk, agent.pk, "made_up", line=2)], by=leader, now=NOW)
    undo_allocation(Allocation.objects.get(pk=given.first), by=leader, now=NOW)

    assert owed(agent) == 2


@pytest.mark.parametrize(("ago", "count"), [(0, 0), (1, 3), (29, 3), (30, 0)])
def test_a_leave_is_made_up_for_from_the_day_after_for_a_month(leader, agent, other_agent, ago, count):
    leave(agent, ago)
    dealt(other_agent, ago, 3)

    assert owed(agent) == count


def test_a_leave_that_is_not_made_up_for_owes_nothing(leader, agent, other_agent):
    leave(agent, 2, made_up=False)
    dealt(other_agent, 2, 3)

    assert owed(agent) == 0
