"""The tests' own ground: the database asked for, the cast, the factories."""

import os

import pytest
from django.db import connection

from dcc.people.permissions import may
from leads.models import Lead
from tests import factories
from tests.factories import AllocationFactory, ImportBatchFactory, InquiryFactory, LeadFactory
from tests.moments import MONDAY_9


def test_the_database_is_the_one_asked_for(db):
    asked = os.environ.get("DCC_TEST_DATABASE", "sqlite")

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")

    assert connection.vendor == {"sqlite": "sqlite", "postgres": "postgresql"}[asked]


def test_each_person_of_the_cast_may_what_their_role_may(leader, agent, front_desk, hq):
    people = [leader, agent, front_desk, hq]

    answers = [may(person, "lead.allocate") for person in people]

    assert answers == [True, False, False, False]


def test_a_lead_of_the_other_store_does_not_exist_for_the_leader(leader, other_store):
    own = LeadFactory(store=leader.store)
    LeadFactory(store=other_store)

    seen = list(Lead.objects.visible_to(leader, now=MONDAY_9))

    assert seen == [own]


def test_a_dull_row_belongs_to_one_store_throughout(store):
    allocation = AllocationFactory(lead=LeadFactory(store=store))

    batch = ImportBatchFactory(store=store)

    inquiry = InquiryFactory(lead=allocation.lead)
    assert [row.store for row in (allocation.agent, allocation.by, batch.by, batch.channel, inquiry, inquiry.channel)] == [store] * 6


@pytest.mark.parametrize("name", factories.__all__)
def test_every_factory_makes_a_row_the_database_takes_twice(db, name):
    factory = getattr(factories, name)

    rows = [factory(), factory()]

    assert factory._meta.model.objects.filter(pk__in=[row.pk for row in rows]).count() == 2


def test_a_person_can_log_in_with_a_browser(client_of, agent):
    client = client_of(agent)

    user_id = client.session["_auth_user_id"]

    assert user_id == str(agent.pk)
