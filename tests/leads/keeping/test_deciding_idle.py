"""The leader decides about leads without a next step."""

from datetime import date, timedelta

import pytest

from dcc.errors import Refused
from leads.keeping.idle import idle_too_long
from leads.keeping.rules.deciding_idle import date_idle_lead, give_idle_lead
from leads.models import Allocation, FollowUp, Lead
from tests.factories import FollowUpFactory, LeadFactory, ShiftFactory
from tests.moments import MONDAY_9, MONDAY_10, NOW, moment

EVENING = moment(23, 18)
SECOND = timedelta(seconds=1)


@pytest.fixture
def lead(store, agent):
    """A customer who was called and to whom nothing is owed, told on Monday evening."""
    return LeadFactory(store=store, agent=agent, name="王建国", first_call_at=MONDAY_9, idle_since=EVENING)


def owed():
    return list(FollowUp.objects.filter(done_at=None).values_list("kind", "agent", "due_at"))


def test_it_stands_before_the_leader_after_two_days_until_there_is_a_next_step(lead):
    before, at = (list(idle_too_long(Lead.objects.all(), now)) for now in (moment(25, 18) - SECOND, moment(25, 18)))
    FollowUpFactory(lead=lead, due_at=moment(26, 9))

    assert (before, at, list(idle_too_long(Lead.objects.all(), moment(25, 18)))) == ([], [lead], [])


def test_another_agent_gets_it_and_calls_at_the_next_opening(lead, agent, other_agent, leader):
    give_idle_lead(lead, agent=other_agent, by=leader, now=moment(25, 19))

    assert list(Allocation.objects.values_list("previous", "agent", "by", "reason")) == [(agent.pk, other_agent.pk, leader.pk, "another")]
    assert owed() == [("callback", other_agent.pk, moment(26, 8, 30))]
    assert Lead.objects.get().idle_since is None


@pytest.mark.parametrize(("now", "day", "due"), [(MONDAY_10, date(2026, 11, 25), moment(25, 8, 30)), (MONDAY_10, date(2026, 11, 23), MONDAY_10)])
def test_a_dated_follow_up_is_due_at_the_opening_of_that_day(lead, agent, leader, now, day, due):
    date_idle_lead(lead, day=day, by=leader, now=now)

    assert owed() == [("nurture", agent.pk, due)]


def test_yesterday_is_no_day_ahead(lead, leader):
    with pytest.raises(Refused):
        date_idle_lead(lead, day=date(2026, 11, 22), by=leader, now=MONDAY_10)

    assert owed() == []


def test_who_is_away_is_given_nothing_and_who_has_it_neither(lead, agent, other_agent, leader):
    ShiftFactory(user=other_agent, starts=None, ends=None, word="休")

    for person in (agent, other_agent):
        with pytest.raises(Refused):
            give_idle_lead(lead, agent=person, by=leader, now=MONDAY_10)

    assert (Allocation.objects.count(), owed()) == (0, [])


def test_what_has_a_next_step_by_now_is_decided_no_more(lead, other_agent, leader):
    FollowUpFactory(lead=lead, due_at=moment(26, 9))

    with pytest.raises(Refused, match="已经有下一步"):
        give_idle_lead(lead, agent=other_agent, by=leader, now=MONDAY_10)

    assert Allocation.objects.count() == 0


@pytest.mark.once
def test_the_allocation_page_shows_it_and_takes_either_answer(client_of, lead, agent, other_agent, leader):
    client = client_of(leader)
    shown = client.get("/leads/allocate/").content.decode()

    client.post(f"/leads/{lead.pk}/idle/", {"agent": "", "day": ""})
    nothing = owed()
    client.post(f"/leads/{lead.pk}/idle/", {"agent": "", "day": "2026-11-27"})

    assert (f"/leads/{lead.pk}/idle/" in shown, "再分：没有下一步" in shown) == (True, True)
    assert (nothing, owed()) == ([], [("nurture", agent.pk, moment(27, 8, 30))])
    assert f"/leads/{lead.pk}/idle/" not in client.get("/leads/allocate/").content.decode()
    assert EVENING + timedelta(days=2) < NOW
