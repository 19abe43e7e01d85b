"""Who was given away, went back to the pool or was closed leaves the desks that show them (docs/rules/interface.md#nothing-is-lost)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from calls.models import Call
from leads.models import Lead
from leads.pool.rules.allocating import allocate, moves_of
from leads.pool.rules.giving import give_lead
from tests.factories import LeadFactory
from tests.moments import NOW

pytestmark = pytest.mark.usefixtures("any_hour")


@pytest.fixture
def rows(agent):
    """Three leads that were given to the agent, as their desk shows them."""
    leads = [LeadFactory(store=agent.store, name=name) for name in ("董俊杰", "万永福", "胡子涵")]
    for lead in leads:
        give_lead(lead, agent=agent, reason="even", by=None, now=NOW - timedelta(hours=1))
    return leads


def asked(client, leads, here=None):
    """Ask as the desk does every ten seconds."""
    return client.get(reverse("calls_gone"), {"lead": [lead.pk for lead in leads]} | ({"here": here.pk} if here else {}))


def test_nothing_is_said_while_all_are_ones_own(client_of, agent, rows):
    assert asked(client_of(agent), rows, here=rows[0]).status_code == 204


def test_the_row_of_a_customer_given_away_says_to_whom_and_is_asked_about_no_more(client_of, agent, other_agent, leader, rows):
    give_lead(rows[1], agent=other_agent, reason="hand", by=leader, now=NOW)

    page = asked(client_of(agent), rows, here=rows[0]).content.decode()

    assert (f"给了 {other_agent.name}" in page, page.count("hx-swap-oob"), "#meanwhile" in page) == (True, 2, False)
    assert f"delete:[data-asked='{rows[1].pk}']" in page


def test_what_went_back_to_the_pool_says_so(client_of, agent, rows):
    allocate(agent.store, moves_of([(rows[2].pk, agent.pk)], agent=None, reason="reclaimed"), by=None, now=NOW)

    assert "回到待分配" in asked(client_of(agent), rows).content.decode()


@pytest.mark.parametrize(("closed_as", "words"), [("lost", "战败"), ("invalid", "无效")])
def test_what_was_closed_says_as_what(client_of, agent, rows, closed_as, words):
    Lead.objects.filter(pk=rows[2].pk).update(closed_at=NOW, closed_as=closed_as)

    assert words in asked(client_of(agent), rows).content.decode()


def test_the_form_of_whom_one_stands_on_says_who_has_them_and_offers_to_save(client_of, agent, other_agent, leader, rows):
    give_lead(rows[0], agent=other_agent, reason="hand", by=leader, now=NOW)

    page = asked(client_of(agent), rows, here=rows[0]).content.decode()

    assert ("innerHTML:#meanwhile" in page, f"现在由 {other_agent.name} 跟" in page, "你正写着的还在。" in page) == (True, True, True)
    assert (f"告诉 {other_agent.name}" in page, Call.objects.count()) == (True, 0)


def test_of_customers_one_never_had_nothing_is_said(client_of, agent, other_agent, other_store):
    never = [LeadFactory(store=agent.store, agent=other_agent, name="何女士"), LeadFactory(store=other_store, name="马女士")]

    response = asked(client_of(agent), never, here=never[0])

    assert (response.content.decode().strip(), "何女士" in response.content.decode()) == ("", False)


def test_words_that_are_no_customers_are_passed_over(client_of, agent):
    response = client_of(agent).get(reverse("calls_gone"), {"lead": ["x", "", "9" * 40, "-1"], "here": "x"})

    assert response.status_code == 204


def test_a_screen_of_twenty_asks_no_more_than_one_of_three(client_of, agent, rows):
    more = [LeadFactory(store=agent.store, agent=agent) for _number in range(20)]
    client, counted = client_of(agent), []
    for shown in (rows, rows, [*rows, *more]):
        with CaptureQueriesContext(connection) as queries:
            asked(client, shown)
        counted.append(len(queries))

    assert counted[1] == counted[2] <= 6
