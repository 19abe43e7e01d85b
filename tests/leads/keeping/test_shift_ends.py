"""The end of a shift."""

from datetime import time, timedelta

import pytest

from dcc.models import Absence, Shift
from leads.keeping.rules.back_to_pool import keep_leads
from leads.models import Allocation, Lead
from tests.factories import AppointmentFactory, CallFactory, LeadFactory, ShiftFactory, VisitFactory
from tests.moments import MONDAY_9, MONDAY_10, moment

END = moment(23, 17, 30)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def two_on_duty(agent, other_agent):
    """One until half past five, the other until eight."""
    ShiftFactory(user=agent)
    ShiftFactory(user=other_agent, word="晚班", starts=time(11), ends=time(20))


@pytest.fixture
def given(store, agent):
    """Return a function: a lead this agent was given at ten, whose limit lies far ahead."""

    def give(**special):
        return LeadFactory(**{"store": store, "agent": agent, "allocated_at": MONDAY_10, "respond_by": moment(25, 9), **special})

    return give


@pytest.mark.parametrize(("now", "back"), [(END - SECOND, 0), (END, 1), (moment(24, 9), 1)])
def test_what_nobody_touched_goes_back_with_the_moment_of_the_shifts_end_however_late(store, agent, given, now, back):
    lead = given()

    counts = keep_leads(now=now), keep_leads(now=now)

    assert counts == (back, 0)
    rows = list(Allocation.objects.filter(lead=lead).values_list("previous", "agent", "by", "at", "reason"))
    assert rows == [(agent.pk, None, None, END, "shift_end")] * back
    assert Shift.objects.get(user=agent).ended_at == (END if back else None)


def test_what_was_given_the_day_before_or_after_the_end_stays(agent, given):
    given(allocated_at=moment(22, 23, 59))
    given(allocated_at=END)
    today = given(allocated_at=moment(23, 0))

    keep_leads(now=moment(23, 19))

    assert list(Lead.objects.filter(agent=None)) == [today]


def test_what_was_called_invited_or_seen_in_the_store_stays(agent, store, given):
    called, invited, seen = (given() for _ in range(3))
    Lead.objects.filter(pk=called.pk).update(first_call_at=moment(23, 11))
    CallFactory(lead=called, agent=agent, at=moment(23, 11))
    AppointmentFactory(lead=invited, agent=agent)
    Lead.objects.filter(pk=invited.pk).update(invited_at=moment(23, 11))
    VisitFactory(store=store, lead=seen, purpose="交车", at=moment(23, 12))

    keep_leads(now=END)

    assert Allocation.objects.count() == 0


@pytest.mark.parametrize("how", ["away", "ended", "off"])
def test_without_another_agent_on_duty_it_stays_for_good(other_agent, given, how):
    given()
    if how == "away":
        Absence.objects.create(user=other_agent, day=MONDAY_9.date(), by=other_agent)
    else:
        times = {"ended": {"ends": time(17, 30)}, "off": {"starts": None, "ends": None}}
        Shift.objects.filter(user=other_agent).update(**times[how])

    first = keep_leads(now=END)
    Absence.objects.all().delete()
    Shift.objects.filter(user=other_agent).delete()
    second = keep_leads(now=END + SECOND)

    assert (first, second) == (0, 0)


def test_a_shift_that_came_with_an_old_history_only_counts_as_ended(given, agent):
    given(respond_by=None)

    back = keep_leads(now=END + timedelta(days=7) + SECOND)

    assert (back, Shift.objects.get(user=agent).ended_at) == (0, END)
