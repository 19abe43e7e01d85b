"""The leader sees which leads agents made for themselves out of calls they answered (来电登记自建)."""

import pytest
from django.urls import reverse

from leads.models import Lead
from tests.factories import AllocationFactory, LeadFactory
from tests.moments import MONDAY_9, TUESDAY_9


@pytest.fixture
def registered(agent, other_agent, leader):
    """Two registered by one agent, one of which has gone to the other; one by the other; and one that was given by hand."""
    for name, by, at in (("甲", agent, MONDAY_9), ("乙", agent, TUESDAY_9), ("丙", other_agent, TUESDAY_9)):
        AllocationFactory(lead=LeadFactory(store=agent.store, agent=by, name=name, received_at=at), agent=by, by=by, at=at, reason="incoming")
    AllocationFactory(lead=LeadFactory(store=agent.store, agent=agent, name="丁"), agent=agent, by=leader, reason="hand")
    Lead.objects.filter(name="甲").update(agent=other_agent)


def listed(client, **filters):
    """The names on the page, and how many each agent registered."""
    context = client.get(reverse("leads"), filters).context
    return [row.lead.name for row in context["rows"]], [(name, count) for _key, name, count in context["registrants"]]


def test_without_the_filter_nobody_is_counted(client_of, leader, registered):
    assert listed(client_of(leader)) == (["丙", "乙", "丁", "甲"], [])


def test_all_of_them_and_how_many_each_registered(client_of, leader, registered):
    assert listed(client_of(leader), registered="any") == (["丙", "乙", "甲"], [("王伟", 2), ("李娜", 1)])


def test_one_agents_stay_theirs_though_they_were_given_on(client_of, leader, agent, registered):
    assert listed(client_of(leader), registered=agent.pk) == (["乙", "甲"], [("王伟", 2), ("李娜", 1)])


def test_the_counts_keep_to_what_else_is_asked(client_of, leader, agent, registered):
    assert listed(client_of(leader), registered=agent.pk, since="2026-11-24") == (["乙"], [("王伟", 1), ("李娜", 1)])


def test_each_count_leads_to_its_rows_and_keeps_the_other_filters(client_of, leader, other_agent, registered):
    html = client_of(leader).get(reverse("leads"), {"registered": "any", "since": "2026-11-24", "n": "51"}).content.decode()

    assert f'href="?registered={other_agent.pk}&amp;since=2026-11-24"' in html


def test_who_sees_only_their_own_has_no_such_filter(client_of, agent, other_agent, registered):
    assert listed(client_of(agent), registered=other_agent.pk) == (["乙", "丁"], [])


@pytest.mark.parametrize("nonsense", ["none", "²", "9" * 30, "-1"])
def test_what_names_nobody_finds_nothing(client_of, leader, registered, nonsense):
    assert listed(client_of(leader), registered=nonsense) == ([], [])
