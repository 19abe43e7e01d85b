"""What waits in each section, asked apart from the pages."""

import pytest
from django.urls import reverse

from tests.factories import LeadFactory

pytestmark = pytest.mark.django_db


def test_the_leader_hears_how_many_leads_wait_in_the_pool(client_of, leader, agent, store):
    LeadFactory.create_batch(2, store=store)
    LeadFactory(store=store, agent=agent)

    answer = client_of(leader).get(reverse("counts")).json()

    assert answer["sections"]["allocate"] == ["2", False]
    assert answer["sections"]["leads"] == ["3", False]


def test_nothing_waiting_is_left_out_and_nobody_hears_of_other_stores(client_of, leader, other_store):
    LeadFactory(store=other_store)

    assert client_of(leader).get(reverse("counts")).json()["sections"] == {}


def test_a_page_asks_none_of_these_questions_itself(client_of, leader, django_assert_max_num_queries):
    client = client_of(leader)

    with django_assert_max_num_queries(6):
        client.get(reverse("me"))
