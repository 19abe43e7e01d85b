"""What an agent still reads of customers who are no longer theirs: those whose card they opened while these were."""

import pytest
from django.urls import reverse

from leads.models import Lead
from tests.factories import AllocationFactory, LeadFactory
from tests.leads.customer.test_lead_page import url
from tests.moments import MONDAY_8, MONDAY_9, MONDAY_10, MONDAY_11, MONDAY_14
from tests.trail import trail


@pytest.fixture
def lead(agent):
    return LeadFactory(store=agent.store, agent=agent, phone="15400001234", second_phone="15400005678")


def opened_by(person, lead, *, given_on_to):
    """Let an agent have had a lead, opened its card, and lost it to somebody else, or to the pool."""
    AllocationFactory(lead=lead, agent=person, at=MONDAY_9)
    AllocationFactory(lead=lead, previous=person, agent=given_on_to, at=MONDAY_11)
    Lead.objects.filter(pk=lead.pk).update(agent=given_on_to, card_at=MONDAY_10, card_by=person)


def test_only_whoever_has_it_now_changes_it(client_of, agent, other_agent, lead):
    opened_by(agent, lead, given_on_to=other_agent)
    browser = client_of(agent)

    statuses = [browser.get(url(lead)).status_code, browser.get(url(lead, "change/")).status_code, browser.post(url(lead, "change/"), {}).status_code]

    assert statuses == [200, 404, 404]


@pytest.mark.parametrize("goes_to_a_colleague", [True, False])
def test_whoever_opened_its_card_while_it_was_theirs_reads_it_and_its_number_stays_masked(client_of, agent, other_agent, lead, goes_to_a_colleague):
    opened_by(agent, lead, given_on_to=other_agent if goes_to_a_colleague else None)
    browser = client_of(agent)

    page, refused = browser.get(url(lead)), browser.post(url(lead, "reveal/"))

    assert (page.status_code, page.context["may_reveal"], lead.phone in page.content.decode()) == (200, False, False)
    assert (refused.status_code, trail("lead.reveal")) == (404, [])


@pytest.mark.parametrize(
    ("holders", "reads"),
    [
        ([], False),
        ([("other_agent", MONDAY_9)], False),
        ([("other_agent", MONDAY_9), ("agent", MONDAY_11), ("other_agent", MONDAY_14)], False),
        ([("agent", MONDAY_8), ("other_agent", MONDAY_9)], False),
        ([("agent", MONDAY_8), (None, MONDAY_9)], False),
        ([("agent", MONDAY_10), ("other_agent", MONDAY_11)], True),
        ([("other_agent", MONDAY_10), ("agent", MONDAY_10), (None, MONDAY_11)], True),
    ],
    ids=["pool", "colleague's", "theirs later", "theirs before", "back in the pool", "theirs at that moment", "given at that moment"],
)
def test_a_card_opens_a_lead_for_good_only_to_whose_it_was_at_that_moment(request, client_of, agent, other_agent, lead, holders, reads):
    for who, at in holders:
        AllocationFactory(lead=lead, agent=request.getfixturevalue(who) if who else None, at=at)
    Lead.objects.filter(pk=lead.pk).update(agent=None, card_at=MONDAY_10, card_by=agent)
    browser = client_of(agent)

    listed = [row.lead.pk for row in browser.get(reverse("leads")).context["rows"]]

    assert (browser.get(url(lead)).status_code, listed) == ((200, [lead.pk]) if reads else (404, []))
