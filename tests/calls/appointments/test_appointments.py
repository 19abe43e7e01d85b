"""Invitations."""

from datetime import timedelta

import pytest

from calls.appointments.rules.appointments import arrive, book, cancel, confirm, mark_no_shows, move
from calls.models import Appointment
from dcc.errors import Refused
from dcc.installation.rules.due import run_due
from dcc.models import Notice
from leads.grading.rules.closing_leads import close_lead
from tests.factories import AppointmentFactory, LeadFactory
from tests.moments import MONDAY_9, MONDAY_10, MONDAY_11, MONDAY_14, SATURDAY_9, TUESDAY_9, TUESDAY_10, TUESDAY_14, WEDNESDAY_9, WEDNESDAY_10, moment
from tests.trail import trail

A_SECOND = timedelta(seconds=1)


@pytest.fixture
def lead(agent):
    return LeadFactory(store=agent.store, agent=agent)


def test_whoever_books_has_the_credit_and_the_first_booking_is_the_leads_milestone(agent, leader, lead):
    first = book(lead, scheduled_for=TUESDAY_9, by=agent, now=MONDAY_9)
    cancel(first, by=agent, now=MONDAY_9)
    book(lead, scheduled_for=TUESDAY_14, by=leader, now=TUESDAY_10)

    lead.refresh_from_db()
    booked = list(Appointment.objects.order_by("id").values_list("agent", "at", "status"))
    assert booked == [(agent.pk, MONDAY_9, "cancelled"), (leader.pk, TUESDAY_10, "booked")]
    assert lead.invited_at == MONDAY_9


def test_a_time_that_has_passed_is_not_booked(agent, lead):
    with pytest.raises(Refused):
        book(lead, scheduled_for=MONDAY_9, by=agent, now=MONDAY_10)

    assert Appointment.objects.count() == 0


def test_a_second_appointment_beside_a_running_one_is_refused(agent, lead):
    book(lead, scheduled_for=TUESDAY_9, by=agent, now=MONDAY_9)

    with pytest.raises(Refused, match="11-24 09:00"):
        book(lead, scheduled_for=TUESDAY_14, by=agent, now=MONDAY_10)

    assert Appointment.objects.count() == 1


def test_moving_ends_the_row_as_moved_and_books_one_that_replaces_it(agent, lead):
    first = book(lead, scheduled_for=TUESDAY_9, by=agent, now=MONDAY_9)

    second = move(first, scheduled_for=SATURDAY_9, by=agent, now=MONDAY_10)

    first.refresh_from_db()
    lead.refresh_from_db()
    assert (first.status, first.ended_at, second.status, second.replaces) == ("moved", MONDAY_10, "booked", first)
    assert lead.invited_at == MONDAY_9


def test_cancelling_and_booking_anew_before_its_time_is_moving_it(agent, other_agent, lead):
    first = book(lead, scheduled_for=WEDNESDAY_9, by=agent, now=MONDAY_9)
    cancel(first, by=other_agent, now=MONDAY_10)

    second = book(lead, scheduled_for=WEDNESDAY_10, by=other_agent, now=WEDNESDAY_9 - A_SECOND)

    assert (second.agent, second.moved_by, second.replaces) == (agent, other_agent, first)
    assert Appointment.objects.filter(replaces=None).count() == 1
    assert list(Notice.objects.filter(kind="appointment.moved").values_list("user", flat=True)) == [agent.pk]


def test_of_two_cancelled_the_later_one_is_replaced_and_the_first_booker_keeps_the_credit(agent, other_agent, leader, lead):
    first = book(lead, scheduled_for=WEDNESDAY_9, by=agent, now=MONDAY_9)
    cancel(first, by=other_agent, now=MONDAY_10)
    second = book(lead, scheduled_for=WEDNESDAY_10, by=other_agent, now=MONDAY_10)
    cancel(second, by=leader, now=MONDAY_11)

    third = book(lead, scheduled_for=WEDNESDAY_9, by=leader, now=MONDAY_11)

    assert (third.replaces, third.agent, third.moved_by) == (second, agent, leader)


def test_from_the_time_of_a_cancelled_one_on_a_booking_is_one_of_its_own(agent, other_agent, lead):
    first = book(lead, scheduled_for=WEDNESDAY_9, by=agent, now=MONDAY_9)
    cancel(first, by=other_agent, now=MONDAY_10)

    second = book(lead, scheduled_for=WEDNESDAY_10, by=other_agent, now=WEDNESDAY_9)

    assert (second.agent, second.moved_by, second.replaces) == (other_agent, None, None)


def test_what_was_cancelled_because_the_customer_had_come_already_is_replaced_by_nothing(agent, other_agent, lead, front_desk):
    first = book(lead, scheduled_for=TUESDAY_9, by=agent, now=MONDAY_9)
    second = move(first, scheduled_for=WEDNESDAY_10, by=agent, now=MONDAY_11)
    arrive(first, at=MONDAY_10, by=front_desk, now=MONDAY_14)

    third = book(lead, scheduled_for=WEDNESDAY_9, by=other_agent, now=TUESDAY_9)

    assert (third.agent, third.replaces) == (other_agent, None)
    assert Appointment.objects.get(pk=second.pk).status == "cancelled"


def test_what_is_over_is_neither_moved_nor_confirmed_nor_cancelled(agent, lead):
    over = AppointmentFactory(lead=lead, agent=agent, status="arrived")

    answers = (confirm(over, by=agent, now=MONDAY_10), cancel(over, by=agent, now=MONDAY_10))

    assert answers == (False, False)
    with pytest.raises(Refused):
        move(over, scheduled_for=WEDNESDAY_9, by=agent, now=MONDAY_10)


def test_an_appointment_is_confirmed_once(agent, lead):
    appointment = book(lead, scheduled_for=TUESDAY_9, by=agent, now=MONDAY_9)

    answers = [confirm(appointment, by=agent, now=MONDAY_10), confirm(appointment, by=agent, now=MONDAY_10)]

    appointment.refresh_from_db()
    assert (answers, appointment.status, appointment.confirmations.get().at) == ([True, False], "confirmed", MONDAY_10)


def test_what_was_missed_an_hour_ago_is_not_confirmed_any_more(agent):
    appointment = AppointmentFactory(lead=LeadFactory(store=agent.store, agent=agent), agent=agent, scheduled_for=MONDAY_10)

    answers = [confirm(appointment, by=agent, now=MONDAY_10 + timedelta(minutes=minutes)) for minutes in (60, 59)]

    assert answers == [False, True]


@pytest.mark.parametrize("status", ["booked", "confirmed"])
def test_nobody_came_is_a_no_show_sixty_minutes_after_its_time_however_late_it_is_noticed(agent, lead, status):
    appointment = AppointmentFactory(lead=lead, agent=agent, scheduled_for=TUESDAY_9, status=status)

    run_due(now=moment(24, 9, 59))
    before = Appointment.objects.get().status
    run_due(now=moment(25, 20))
    run_due(now=moment(25, 21))

    appointment.refresh_from_db()
    assert (before, appointment.status, appointment.ended_at) == (status, "no_show", TUESDAY_9 + timedelta(minutes=60))
    assert list(Notice.objects.values_list("user", "kind")) == [(agent.pk, "appointment.no_show")]
    assert len(trail("appointment.no_show")) == 1


def test_a_no_show_who_comes_after_all_has_come(agent, lead):
    appointment = AppointmentFactory(lead=lead, agent=agent, scheduled_for=TUESDAY_9)
    mark_no_shows(now=TUESDAY_14)

    came = arrive(appointment, at=TUESDAY_14, by=None, now=TUESDAY_14)

    appointment.refresh_from_db()
    assert (came, appointment.status) == (True, "arrived")


def test_an_appointment_is_kept_by_one_visit_only(agent, lead):
    appointment = AppointmentFactory(lead=lead, agent=agent)

    answers = [arrive(appointment, at=at, by=None, now=at) for at in (TUESDAY_9, TUESDAY_14)]

    assert answers == [True, False]


def test_one_moved_after_the_arrival_is_kept_and_what_replaced_it_is_cancelled(agent, lead, front_desk):
    first = AppointmentFactory(lead=lead, agent=agent, scheduled_for=TUESDAY_9, status="moved", ended_at=TUESDAY_10)
    second = AppointmentFactory(lead=lead, agent=agent, status="moved", ended_at=TUESDAY_10, replaces=first)
    last = AppointmentFactory(lead=lead, agent=agent, scheduled_for=WEDNESDAY_9, replaces=second)

    came = arrive(first, at=TUESDAY_9, by=front_desk, now=TUESDAY_14)

    ended = list(Appointment.objects.order_by("pk").values_list("status", "ended_at"))
    assert (came, ended) == (True, [("arrived", TUESDAY_9), ("moved", TUESDAY_10), ("cancelled", TUESDAY_14)])
    assert trail("appointment.cancel") == [{"appointment": last.pk}]


def test_giving_a_lead_to_the_showroom_cancels_its_appointment(agent, leader, lead):
    appointment = AppointmentFactory(lead=lead, agent=agent)

    close_lead(lead, outcome="showroom", reason="展厅已建卡", by=leader, now=MONDAY_10)

    appointment.refresh_from_db()
    assert (appointment.status, appointment.ended_at) == ("cancelled", MONDAY_10)


def test_any_other_closing_leaves_the_appointment(agent, leader, lead):
    appointment = AppointmentFactory(lead=lead, agent=agent)

    close_lead(lead, outcome="lost", reason="价格不合", by=leader, now=MONDAY_10)

    appointment.refresh_from_db()
    assert appointment.status == "booked"


def test_the_specialist_who_receives_is_told(agent, reception, lead):
    book(lead, scheduled_for=TUESDAY_9, reception=reception, by=agent, now=MONDAY_9)

    assert list(Notice.objects.values_list("user", "kind")) == [(reception.pk, "appointment.booked")]
