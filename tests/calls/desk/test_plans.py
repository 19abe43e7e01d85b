"""The hot questions of this room, held to their indexes."""

import pytest
from django.db import connection

from calls.models import Appointment
from leads.grading.waiting_lists import to_grade, to_review
from leads.models import FollowUp
from tests.moments import MONDAY_9


@pytest.fixture(autouse=True)
def few_rows_are_many(db):
    """PostgreSQL rightly scans a table of a few rows; here it must show which index it would ask."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("ANALYZE leads_lead")


def plan(rows) -> str:
    return rows.order_by().explain()


def test_the_grading_list_asks_its_own_index(data_manager):
    assert "lead_ungraded" in to_grade(data_manager, MONDAY_9).explain()


def test_the_review_list_asks_its_own_index(leader):
    assert "lead_to_review" in to_review(leader, MONDAY_9).explain()


def test_the_queue_asks_for_the_open_follow_ups_of_one_person(agent):
    owed = FollowUp.objects.filter(store=agent.store, agent=agent, done_at=None, due_at__lt=MONDAY_9)

    # Of two rows PostgreSQL finds the store's open ones as cheap as the person's.
    assert ("follow_up_open_of_agent" if connection.vendor == "sqlite" else "follow_up_open") in plan(owed)


def test_what_nobody_kept_is_found_among_the_running_ones_alone(store):
    # Of no rows PostgreSQL finds the running ones by either of the two indexes that hold nothing else.
    running = ("appointment_running",) if connection.vendor == "sqlite" else ("appointment_running", "appointment_one_open_per_lead")

    asked = plan(Appointment.objects.overdue(MONDAY_9))

    assert [name for name in running if name in asked] != []
