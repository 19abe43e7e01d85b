"""What is owed to a lead."""

from datetime import timedelta

import pytest

from dcc.errors import Refused
from leads.customer.rules.following_up import end_follow_ups, move_follow_ups, open_follow_up
from leads.grading.rules.naming_specialist import name_reception
from leads.models import FollowUp
from tests.factories import FollowUpFactory, LeadFactory, UserFactory
from tests.moments import FRIDAY_9, MONDAY_10, TUESDAY_9


def test_a_follow_up_is_owed_by_whoever_has_the_lead(agent):
    lead = LeadFactory(store=agent.store, agent=agent)

    open_follow_up(lead, kind="callback", due_at=TUESDAY_9, note="问置换", now=MONDAY_10)

    assert list(FollowUp.objects.values_list("agent", "kind", "due_at", "created_at", "note")) == [(agent.pk, "callback", TUESDAY_9, MONDAY_10, "问置换")]


def test_an_earlier_one_of_the_same_kind_and_person_ends_as_replaced(agent, reception):
    lead = LeadFactory(store=agent.store, agent=agent)
    for person in (agent, reception):
        open_follow_up(lead, kind="callback", due_at=TUESDAY_9, agent=person, now=MONDAY_10)

    open_follow_up(lead, kind="callback", due_at=FRIDAY_9, now=MONDAY_10)

    assert list(FollowUp.objects.order_by("id").values_list("agent", "due_at", "ended_as")) == [
        (agent.pk, TUESDAY_9, "replaced"),
        (reception.pk, TUESDAY_9, ""),
        (agent.pk, FRIDAY_9, ""),
    ]


@pytest.mark.parametrize(("kind", "days"), [("retry", 30), ("callback", 183), ("after_visit", 183)])
def test_nothing_is_owed_so_far_ahead_that_it_stands_on_no_list(agent, kind, days):
    lead, latest = LeadFactory(store=agent.store, agent=agent), MONDAY_10 + timedelta(days=days)

    open_follow_up(lead, kind=kind, due_at=latest, now=MONDAY_10)
    with pytest.raises(Refused, match=f"{days} 天"):
        open_follow_up(lead, kind=kind, due_at=latest + timedelta(microseconds=1), now=MONDAY_10)

    assert FollowUp.objects.get().due_at == latest


def test_only_the_kinds_named_are_ended(agent):
    lead = LeadFactory(store=agent.store, agent=agent)
    for kind in ("retry", "nurture"):
        FollowUpFactory(lead=lead, kind=kind)

    ended = end_follow_ups(lead, kinds={"retry"}, ended_as="done", now=MONDAY_10)

    assert (ended, list(FollowUp.objects.filter(done_at=None).values_list("kind", flat=True))) == (1, ["nurture"])


def test_back_in_the_pool_it_is_owed_by_nobody_until_the_lead_is_given_again(agent, other_agent):
    lead = LeadFactory(store=agent.store, agent=agent)
    FollowUpFactory(lead=lead)

    counts = [move_follow_ups([lead.pk], agent=None), move_follow_ups([lead.pk], agent=other_agent)]

    assert (counts, FollowUp.objects.get().agent) == ([1, 1], other_agent)


def test_another_specialist_named_takes_over_what_the_former_owes_and_the_agent_where_nobody_is(agent, reception, leader):
    other, lead = UserFactory(store=agent.store, roles=["reception"]), LeadFactory(store=agent.store, agent=agent, reception=reception)
    for person in (reception, agent):
        FollowUpFactory(lead=lead, agent=person, kind="callback")

    owed = []
    for named in (other, None):
        name_reception(lead, reception=named, by=leader, now=MONDAY_10)
        owed.append(list(FollowUp.objects.order_by("pk").values_list("agent", flat=True)))

    assert owed == [[other.pk, agent.pk], [agent.pk, agent.pk]]
