"""Whoever did not come is owed a call half an hour later: by whom, when none is, and what ends it."""

from datetime import timedelta

import pytest

from calls.appointments.rules.annulling_appointments import annul_booking
from calls.appointments.rules.appointments import arrive, book, mark_no_shows
from calls.appointments.rules.owing_calls import owe_call
from calls.desk.rules.calling import Said
from calls.desk.rules.finishing import Next, finish_call
from calls.models import Appointment
from leads.models import FollowUp, Lead
from leads.pool.rules.giving import give_lead
from tests.factories import AppointmentFactory, CallFactory, DoNotCallFactory, FollowUpFactory, LeadFactory, OrderFactory
from tests.moments import MONDAY_9, MONDAY_10, TUESDAY_9, TUESDAY_10, TUESDAY_14, WEDNESDAY_9

TICK, MINUTE, HOUR = timedelta.resolution, timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def lead(agent):
    return LeadFactory(store=agent.store, agent=agent, name="王建国")


@pytest.fixture
def booked(agent, lead):
    """For Tuesday at nine, by the lead's agent."""
    return book(lead, scheduled_for=TUESDAY_9, by=agent, now=MONDAY_9)


def test_a_retry_that_is_there_already_is_replaced(agent, lead, booked):
    FollowUpFactory(lead=lead, kind="retry", created_at=MONDAY_9, due_at=WEDNESDAY_9)

    mark_no_shows(now=TUESDAY_14)

    rows = list(FollowUp.objects.order_by("created_at").values_list("due_at", "done_at", "ended_as"))
    assert rows == [(WEDNESDAY_9, TUESDAY_10, "replaced"), (TUESDAY_10 + 30 * MINUTE, None, "")]


def test_a_retry_that_is_over_and_one_of_somebody_else_are_none(agent, reception, lead, booked):
    FollowUpFactory(lead=lead, kind="retry", done_at=MONDAY_9, ended_as="done")
    FollowUpFactory(lead=lead, kind="retry", agent=reception, due_at=WEDNESDAY_9)

    mark_no_shows(now=TUESDAY_14)

    assert list(FollowUp.objects.filter(agent=agent, done_at=None).values_list("kind", "due_at")) == [("retry", TUESDAY_10 + 30 * MINUTE)]


@pytest.mark.parametrize(("shift", "owed"), [(-TICK, 1), (timedelta(), 0), (TICK, 0)])
def test_who_called_since_owes_nothing_however_late_it_is_noticed(agent, lead, booked, shift, owed):
    CallFactory(lead=lead, agent=agent, at=TUESDAY_10 - HOUR, logged_at=TUESDAY_10 + shift)

    mark_no_shows(now=TUESDAY_14)

    assert FollowUp.objects.count() == owed


def test_what_the_specialist_called_since_is_not_the_agents_call(agent, reception, lead, booked):
    lead.reception = reception
    lead.save()
    CallFactory(lead=lead, agent=reception, at=TUESDAY_10)

    mark_no_shows(now=TUESDAY_14)

    assert list(FollowUp.objects.values_list("kind", "agent")) == [("retry", agent.pk)]


def test_of_one_in_the_pool_it_waits_for_whoever_gets_the_lead(agent, other_agent, leader, booked):
    missed = LeadFactory(store=agent.store)
    AppointmentFactory(lead=missed, agent=agent, at=MONDAY_9, scheduled_for=TUESDAY_9)
    mark_no_shows(now=TUESDAY_14)
    in_pool = FollowUp.objects.get(lead=missed)

    give_lead(missed, agent=other_agent, reason="hand", by=leader, now=TUESDAY_14)

    assert (in_pool.agent, in_pool.due_at) == (None, TUESDAY_10 + 30 * MINUTE)
    assert FollowUp.objects.get(pk=in_pool.pk, done_at=None).agent == other_agent


def closed(lead):
    Lead.objects.filter(pk=lead.pk).update(closed_at=MONDAY_10, closed_as="lost")


def merged(lead):
    Lead.objects.filter(pk=lead.pk).update(closed_at=MONDAY_10, closed_as="merged", merged_into=LeadFactory(store=lead.store))


def ordered(lead):
    OrderFactory(lead=lead, at=MONDAY_10)


def order_cancelled(lead):
    OrderFactory(lead=lead, at=MONDAY_10, cancelled_at=MONDAY_10)


def forbidden(lead):
    DoNotCallFactory(store=lead.store, phone=lead.phone, at=MONDAY_9)


def forbidden_later(lead):
    DoNotCallFactory(store=lead.store, phone=lead.phone, at=TUESDAY_10 + TICK)


@pytest.mark.parametrize(("how", "owed"), [(closed, 0), (merged, 0), (ordered, 0), (order_cancelled, 1), (forbidden, 0), (forbidden_later, 1)])
def test_who_is_not_to_be_called_is_owed_nothing(lead, booked, how, owed):
    how(lead)

    mark_no_shows(now=TUESDAY_14)

    assert (FollowUp.objects.count(), Appointment.objects.get(pk=booked.pk).status) == (owed, "no_show")


def test_who_is_expected_on_another_day_is_owed_nothing(agent, lead, booked):
    Appointment.objects.filter(pk=booked.pk).update(status="no_show", ended_at=TUESDAY_10)
    AppointmentFactory(lead=lead, agent=agent, at=MONDAY_10, scheduled_for=WEDNESDAY_9)

    owe_call(lead, at=TUESDAY_10)

    assert FollowUp.objects.count() == 0


def test_a_visit_that_keeps_it_after_all_ends_what_is_owed_and_nothing_else(agent, lead, booked):
    mark_no_shows(now=TUESDAY_10)
    FollowUpFactory(lead=lead, kind="callback", due_at=WEDNESDAY_9)

    arrive(booked, at=TUESDAY_14 - HOUR, by=agent, now=TUESDAY_14)

    rows = list(FollowUp.objects.order_by("kind").values_list("kind", "done_at", "ended_as"))
    assert rows == [("callback", None, ""), ("retry", TUESDAY_14, "done")]


def test_a_new_booking_ends_what_is_owed_and_taken_back_owes_it_again(agent, lead, booked):
    mark_no_shows(now=TUESDAY_10)

    again = book(lead, scheduled_for=WEDNESDAY_9, by=agent, now=TUESDAY_14)
    ended = list(FollowUp.objects.values_list("done_at", "ended_as"))
    annul_booking(again, by=agent, now=TUESDAY_14 + MINUTE)

    assert (ended, list(FollowUp.objects.values_list("done_at", "ended_as"))) == ([(TUESDAY_14, "replaced")], [(None, "")])


def test_what_the_call_ended_it_was_booked_in_stays_ended(agent, lead, booked):
    mark_no_shows(now=TUESDAY_10)
    finish_call(lead, said=Said(outcome="connected"), then=Next("invite", at=WEDNESDAY_9), by=agent, now=TUESDAY_14)

    annul_booking(Appointment.objects.get(at=TUESDAY_14), by=agent, now=TUESDAY_14 + MINUTE)

    assert list(FollowUp.objects.values_list("kind", "done_at", "ended_as")) == [("retry", TUESDAY_14, "done")]
