"""The ladder of untouched leads."""

from datetime import time, timedelta

import pytest

from dcc.models import Absence, Notice, StoreSetting
from leads.keeping.rules.back_to_pool import keep_leads
from leads.models import Allocation, DoNotCall, Lead
from tests.factories import AllocationFactory, DoNotCallFactory, LeadFactory, ShiftFactory
from tests.moments import MONDAY_8, MONDAY_9, MONDAY_10, moment

SECOND = timedelta(seconds=1)
TOLD, TAKEN = moment(23, 10, 30), moment(23, 11, 30)  # of a lead whose limit passed at ten


@pytest.fixture
def late(store, agent, leader):
    """Return a function: a lead given at nine, whose limit passes at ten."""

    def make(**special):
        return LeadFactory(**{"store": store, "agent": agent, "allocated_at": MONDAY_9, "respond_by": MONDAY_10, **special})

    return make


def notices():
    return list(Notice.objects.filter(kind="lead.late").order_by("id").values_list("user__username", "at", "detail"))


@pytest.mark.parametrize(("now", "told", "taken"), [(TOLD - SECOND, 0, 0), (TOLD, 1, 0), (TAKEN - SECOND, 1, 0), (TAKEN, 1, 1), (moment(24, 12), 1, 1)])
def test_after_thirty_minutes_the_leader_is_told_and_after_sixty_more_it_goes_back(agent, late, now, told, taken):
    lead = late()

    keep_leads(now=now)
    keep_leads(now=now)

    assert notices() == [("leader", TOLD, {"agent": agent.pk, "count": 1})] * told
    rows = list(Allocation.objects.filter(lead=lead).values_list("previous", "agent", "by", "at", "reason"))
    assert rows == [(agent.pk, None, None, TAKEN, "reclaimed")] * taken


def test_it_is_reckoned_from_the_allocation_where_that_is_later(late):
    lead = late(allocated_at=moment(23, 10, 20))

    keep_leads(now=moment(23, 10, 50))

    assert Lead.objects.get(pk=lead.pk).late_told_at == moment(23, 10, 50)


def test_only_working_minutes_of_its_agents_duty_count(agent, late):
    ShiftFactory(user=agent, starts=time(11), ends=time(20))
    ShiftFactory(user=agent, day=moment(24, 0).date(), starts=None, ends=None, word="休")
    Absence.objects.create(user=agent, day=moment(25, 0).date(), by=agent)
    lead = late(respond_by=moment(23, 17, 50))

    keep_leads(now=moment(26, 8, 50) - SECOND)
    before = Lead.objects.get(pk=lead.pk).late_told_at
    keep_leads(now=moment(26, 8, 50))

    assert (before, Lead.objects.get(pk=lead.pk).late_told_at) == (None, moment(26, 8, 50))


def test_it_is_taken_back_once_in_a_leads_life_and_then_the_leader_is_only_told(agent, late):
    lead = late(allocated_at=moment(24, 9), late_told_at=TOLD)
    AllocationFactory(lead=lead, agent=None, previous=agent, by=None, reason="reclaimed", at=TAKEN)

    keep_leads(now=moment(24, 17))

    assert Lead.objects.get(pk=lead.pk).agent == agent
    assert [at for _who, at, _detail in notices()] == [moment(24, 9, 30)]


@pytest.mark.parametrize("special", [{"phone": None}, {"first_call_at": MONDAY_9}, {"invited_at": MONDAY_9}, {"visited_at": MONDAY_9}, {"agent": None}])
def test_what_was_touched_or_may_not_be_called_or_is_nobodys_climbs_nothing(late, special):
    late(**special)

    keep_leads(now=moment(23, 15))

    assert (notices(), Allocation.objects.count()) == ([], 0)


def test_whose_number_may_not_be_called_now_climbs_nothing(store, late):
    lead = late()
    DoNotCallFactory(store=store, phone=lead.phone)

    keep_leads(now=moment(23, 15))

    assert (DoNotCall.objects.count(), notices(), Allocation.objects.count()) == (1, [], 0)


@pytest.mark.parametrize(("tell", "take", "told", "taken"), [(0, 60, [], [moment(23, 11)]), (30, 0, [TOLD], []), (0, 0, [], [])])
def test_nought_is_never(store, late, tell, take, told, taken):
    for name, value in (("ladder_tell_minutes", tell), ("ladder_reclaim_minutes", take)):
        StoreSetting.objects.create(store=store, name=name, value=value, valid_from=MONDAY_8)
    late()

    keep_leads(now=moment(23, 15))

    assert [at for _who, at, _detail in notices()] == told
    assert list(Allocation.objects.values_list("at", flat=True)) == taken


def test_where_both_fall_on_one_moment_only_the_shifts_end_happens(agent, other_agent, late):
    ShiftFactory(user=agent)
    lead = late(respond_by=moment(23, 16))

    keep_leads(now=moment(23, 17, 30))

    assert list(Allocation.objects.filter(lead=lead).values_list("at", "reason")) == [(moment(23, 17, 30), "shift_end")]


def test_where_the_shifts_end_takes_nothing_the_ladder_does_at_the_same_moment(agent, late):
    ShiftFactory(user=agent)
    lead = late(respond_by=moment(23, 16))

    keep_leads(now=moment(23, 17, 30))

    assert list(Allocation.objects.filter(lead=lead).values_list("at", "reason")) == [(moment(23, 17, 30), "reclaimed")]


def test_of_what_one_agent_has_not_begun_at_one_moment_the_leader_is_told_once(agent, late):
    late()
    late()

    keep_leads(now=TOLD)

    assert notices() == [("leader", TOLD, {"agent": agent.pk, "count": 2})]
