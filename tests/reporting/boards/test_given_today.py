"""What was given today is one figure on the day's routine, the allocation page, the roster and the list behind it."""

import re
from datetime import timedelta

from leads.models import Allocation
from leads.pool.rules.allocating import Move, allocate, undo_allocation
from tests.factories import LeadFactory, ShiftFactory
from tests.moments import NOW, TODAY

MINUTE = timedelta(minutes=1)


def shown(browser) -> dict[str, int]:
    """Return the figure as each page says it; the roster's is the sum of its people."""
    roster = browser.get("/settings/roster/").content.decode()
    allocation = browser.get("/leads/allocate/").context
    return {
        "routine": int(re.search(r"已分配 (\d+) 条", browser.get("/").content.decode())[1]),
        "allocation": allocation["given_today"],
        "list": len(browser.get(f"/leads/?given={TODAY}").context["rows"]),
        "roster": sum(map(int, re.findall(r"今天 (\d+)，", roster))),
    }


def test_a_lead_given_today_counts_once_for_whoever_has_it_and_one_undone_for_nobody(client_of, leader, agent, other_agent):
    for person in (agent, other_agent):
        ShiftFactory(user=person, day=TODAY)
    leads = LeadFactory.create_batch(5, store=leader.store)
    give = [Move(lead.pk, agent.pk, "even") for lead in leads[:3]]
    allocate(leader.store, give, by=leader, now=NOW - 9 * MINUTE)
    allocate(leader.store, [Move(leads[0].pk, other_agent.pk, "left", agent.pk)], by=leader, now=NOW - 8 * MINUTE)  # given on: still one lead
    passed_on = allocate(leader.store, [Move(leads[1].pk, other_agent.pk, "busy", agent.pk)], by=leader, now=NOW - 7 * MINUTE)
    too_many = allocate(leader.store, [Move(lead.pk, agent.pk, "even") for lead in leads[3:]], by=leader, now=NOW - 6 * MINUTE)

    for dealt in (passed_on, too_many):
        undo_allocation(Allocation.objects.get(pk=dealt.first), by=leader, now=NOW - 5 * MINUTE)

    assert shown(client_of(leader)) == {"routine": 3, "allocation": 3, "list": 3, "roster": 3}


def test_what_was_given_yesterday_and_came_back_by_an_undo_today_was_not_given_today(client_of, leader, agent, other_agent):
    ShiftFactory(user=agent, day=TODAY)
    lead = LeadFactory(store=leader.store)
    allocate(leader.store, [Move(lead.pk, agent.pk, "even")], by=leader, now=NOW - timedelta(days=1))
    moved = allocate(leader.store, [Move(lead.pk, other_agent.pk, "busy", agent.pk)], by=leader, now=NOW - 6 * MINUTE)

    undo_allocation(Allocation.objects.get(pk=moved.first), by=leader, now=NOW - 5 * MINUTE)

    assert shown(client_of(leader)) == {"routine": 0, "allocation": 0, "list": 0, "roster": 0}
