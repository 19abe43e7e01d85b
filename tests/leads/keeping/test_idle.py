"""Leads for which nothing is to be done."""

from datetime import timedelta

import pytest

from dcc.models import Notice, StoreSetting
from leads.keeping.rules.idle import tell_of_idle
from leads.models import Lead
from tests.factories import FollowUpFactory, LeadFactory
from tests.moments import MONDAY_8, MONDAY_9, moment

EVENING = moment(23, 18)
SECOND = timedelta(seconds=1)


@pytest.fixture
def idle(store, agent):
    """Return a function: a customer who was called and to whom nothing is owed."""

    def make(**special):
        return LeadFactory(**{"store": store, "agent": agent, "first_call_at": MONDAY_9, **special})

    return make


def told():
    return list(Notice.objects.filter(kind="lead.idle").order_by("id").values_list("user__username", "lead_id", "at", "detail"))


@pytest.mark.parametrize(("now", "since"), [(EVENING - SECOND, moment(22, 18)), (EVENING, EVENING), (moment(24, 8), EVENING)])
def test_each_evening_its_agent_is_told_with_that_moment_however_late(store, idle, now, since):
    lead = idle()

    counts = tell_of_idle(now=now), tell_of_idle(now=now)

    assert counts == (1, 0)
    assert told() == [("agent", lead.pk, since, {"count": 1})]
    assert Lead.objects.get().idle_since == since


def test_it_is_told_once_until_there_was_a_next_step(idle):
    lead = idle()
    tell_of_idle(now=EVENING)
    tell_of_idle(now=moment(24, 18))
    step = FollowUpFactory(lead=lead, due_at=moment(26, 9))
    tell_of_idle(now=moment(25, 18))
    before = Lead.objects.get().idle_since
    step.delete()

    tell_of_idle(now=moment(26, 18))

    assert before is None
    assert [at for _who, _lead, at, _detail in told()] == [EVENING, moment(26, 18)]


def test_of_several_their_agent_is_told_the_number(idle):
    idle()
    idle()

    tell_of_idle(now=EVENING)

    assert told() == [("agent", None, EVENING, {"count": 2})]


def test_on_a_day_on_which_the_store_is_closed_nobody_is_told(store, idle):
    StoreSetting.objects.create(store=store, name="closed_days", value=["2026-11-23"], valid_from=MONDAY_8 - timedelta(days=9))
    tell_of_idle(now=moment(22, 18))
    idle()

    tell_of_idle(now=moment(23, 20))

    assert told() == []


def test_a_named_specialist_is_no_next_step_and_is_told_beside_the_agent(idle, reception):
    lead = idle(grade="H", reception=reception)

    tell_of_idle(now=EVENING)

    assert sorted(who for who, about, *_told in told() if about == lead.pk) == sorted(["agent", reception.username])


def test_what_a_specialist_owes_is_a_next_step(idle, reception):
    FollowUpFactory(lead=idle(grade="H", reception=reception), agent=reception, due_at=moment(25, 9))

    assert (tell_of_idle(now=EVENING), told()) == (0, [])
