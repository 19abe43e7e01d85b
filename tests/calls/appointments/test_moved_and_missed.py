"""Appointments: whose they stay when they are moved, and what becomes of them from their time on."""

from contextlib import nullcontext
from datetime import timedelta

import pytest

from calls.appointments.rules.appointments import Full, arrive, book, cancel, confirm, invite, mark_no_shows, move
from calls.desk.rules.calling import Said
from calls.desk.rules.finishing import Next, finish_call
from calls.incoming.rules.incoming import Agreed, Caller, identify, take_call
from calls.models import Appointment
from dcc.errors import Refused
from dcc.models import Absence, Notice, StoreSetting
from leads.customer.timeline import entries_of
from leads.grading.rules.closing_leads import close_lead
from leads.models import FollowUp
from tests.factories import AppointmentFactory, LeadFactory, UserFactory
from tests.moments import MONDAY_8, MONDAY_9, MONDAY_10, TUESDAY_9, TUESDAY_10, TUESDAY_14, WEDNESDAY_9, moment

TICK, A_SECOND, MINUTE, HOUR = timedelta.resolution, timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
TALKED = Said(outcome="connected")


@pytest.fixture
def lead(agent):
    return LeadFactory(store=agent.store, agent=agent, name="王建国")


@pytest.fixture
def booked(agent, lead):
    """For Tuesday at nine, by the lead's agent."""
    return book(lead, scheduled_for=TUESDAY_9, by=agent, now=MONDAY_9)


def told(kind):
    return list(Notice.objects.filter(kind=kind).values_list("user", flat=True))


def test_whoever_moves_an_appointment_takes_no_credit_and_its_booker_is_told(agent, leader, booked):
    moved = move(booked, scheduled_for=WEDNESDAY_9, by=leader, now=MONDAY_10)

    assert (moved.agent, moved.moved_by, moved.replaces) == (agent, leader, booked)
    assert list(Notice.objects.filter(kind="appointment.moved").values_list("user", "detail__by")) == [(agent.pk, leader.pk)]


def test_who_moves_their_own_is_told_nothing(agent, booked):
    moved = move(booked, scheduled_for=WEDNESDAY_9, by=agent, now=MONDAY_10)

    assert (moved.agent, moved.moved_by, told("appointment.moved")) == (agent, agent, [])


def test_moved_twice_by_two_it_is_still_the_first_bookers(agent, leader, other_agent, booked):
    once = move(booked, scheduled_for=WEDNESDAY_9, by=leader, now=MONDAY_10)
    twice = move(once, scheduled_for=TUESDAY_14, by=other_agent, now=MONDAY_10)

    assert (twice.agent, twice.moved_by, told("appointment.moved")) == (agent, other_agent, [agent.pk, agent.pk])


def test_moved_earlier_and_cancelled_then_it_is_still_the_first_bookers_before_its_first_time(agent, leader, lead, booked):
    earlier = move(booked, scheduled_for=MONDAY_10, by=leader, now=MONDAY_10 - HOUR + MINUTE)
    cancel(earlier, by=leader, now=MONDAY_10 - MINUTE)

    anew = book(lead, scheduled_for=WEDNESDAY_9, by=leader, now=TUESDAY_9 - TICK)

    assert (anew.agent, anew.moved_by, anew.replaces) == (agent, leader, earlier)
    assert Appointment.objects.filter(replaces=None).count() == 1


def test_moved_earlier_and_cancelled_then_it_is_anybodys_from_its_first_time_on(agent, leader, lead, booked):
    earlier = move(booked, scheduled_for=MONDAY_10, by=leader, now=MONDAY_10 - HOUR + MINUTE)
    cancel(earlier, by=leader, now=MONDAY_10 - MINUTE)

    anew = book(lead, scheduled_for=WEDNESDAY_9, by=leader, now=TUESDAY_9)

    assert (anew.agent, anew.moved_by, anew.replaces) == (leader, None, None)


def test_moved_earlier_and_missed_twice_it_is_still_the_first_bookers_before_its_first_time(agent, leader, lead, booked):
    move(booked, scheduled_for=MONDAY_10, by=leader, now=MONDAY_10 - MINUTE)
    book(lead, scheduled_for=MONDAY_10 + 2 * MINUTE, by=leader, now=MONDAY_10 + MINUTE)

    third = book(lead, scheduled_for=WEDNESDAY_9, by=leader, now=MONDAY_10 + 3 * MINUTE)
    fourth_is_anybodys = book(lead, scheduled_for=WEDNESDAY_9 + HOUR, by=leader, now=WEDNESDAY_9)

    assert (third.agent, fourth_is_anybodys.agent) == (agent, leader)


@pytest.mark.parametrize(("later", "invitations"), [(moment(23, 23, 59) + 59 * A_SECOND, 1), (moment(24, 0), 2)])
def test_cancelled_and_booked_anew_on_the_same_day_it_is_invited_once(agent, lead, later, invitations):
    first = book(lead, scheduled_for=MONDAY_10, by=agent, now=MONDAY_9)
    cancel(first, by=agent, now=MONDAY_9)

    book(lead, scheduled_for=WEDNESDAY_9, by=agent, now=later)

    assert Appointment.objects.filter(lead=lead, replaces=None).count() == invitations


def test_after_a_visit_a_booking_is_of_its_own_whatever_was_promised_before(agent, leader, lead, booked, front_desk):
    earlier = move(booked, scheduled_for=MONDAY_10, by=agent, now=MONDAY_9)
    arrive(earlier, at=MONDAY_10, by=front_desk, now=MONDAY_10)

    anew = book(lead, scheduled_for=WEDNESDAY_9, by=leader, now=MONDAY_10 + HOUR)

    assert (anew.agent, anew.replaces) == (leader, None)


def test_a_colleague_who_answers_moves_it_and_takes_no_credit(agent, other_agent, lead, booked):
    window = identify(lead.phone, by=other_agent, now=MONDAY_10)

    take_call(window, said=TALKED, caller=Caller(), agreed=Agreed(then=Next("invite", at=WEDNESDAY_9)), by=other_agent, now=MONDAY_10)

    assert list(Appointment.objects.order_by("id").values_list("agent", "moved_by", "status")) == [
        (agent.pk, None, "moved"),
        (agent.pk, other_agent.pk, "booked"),
    ]


def test_the_timeline_says_who_moved_it(agent, leader, lead, booked):
    move(booked, scheduled_for=WEDNESDAY_9, by=leader, now=MONDAY_10)

    said = [(entry.title, entry.by) for entry in entries_of(lead, agent, MONDAY_9) if entry.icon == "calendar-event"]

    assert sorted(said) == [("改约 11-25 09:00", leader.name), ("邀约 11-24 09:00", agent.name)]


@pytest.mark.parametrize(("shift", "ahead"), [(-TICK, True), (timedelta(), False), (HOUR, False)])
def test_from_its_time_on_an_appointment_is_neither_moved_nor_cancelled(agent, booked, shift, ahead):
    now = TUESDAY_9 + shift

    if ahead:
        assert cancel(booked, by=agent, now=now)
    else:
        with pytest.raises(Refused, match="重新邀约"):
            cancel(booked, by=agent, now=now)
        with pytest.raises(Refused, match="重新邀约"):
            move(booked, scheduled_for=WEDNESDAY_9, by=agent, now=now)

    assert list(Appointment.objects.values_list("status", flat=True)) == ["cancelled" if ahead else "booked"]


def test_before_its_time_it_is_moved(agent, booked):
    move(booked, scheduled_for=WEDNESDAY_9, by=agent, now=TUESDAY_9 - TICK)

    assert list(Appointment.objects.order_by("id").values_list("status", flat=True)) == ["moved", "booked"]


@pytest.mark.parametrize(("at", "allowed"), [((17, 59), True), ((18, 0), False), ((22, 30), False), ((8, 29), False), ((8, 30), True)])
def test_it_is_moved_to_when_the_store_is_open(agent, booked, at, allowed):
    with nullcontext() if allowed else pytest.raises(Refused, match="08:30–18:00"):
        move(booked, scheduled_for=moment(26, *at), by=agent, now=MONDAY_9)

    assert Appointment.objects.filter(status="moved").exists() == allowed


@pytest.mark.parametrize(("shift", "ended_at"), [(timedelta(), TUESDAY_9), (59 * MINUTE, TUESDAY_9 + 59 * MINUTE), (90 * MINUTE, TUESDAY_10)])
def test_another_day_from_its_time_on_is_a_new_booking_and_ends_it_as_missed(other_agent, lead, booked, shift, ended_at):
    anew = invite(lead, scheduled_for=WEDNESDAY_9, by=other_agent, now=TUESDAY_9 + shift)

    booked.refresh_from_db()
    assert (booked.status, booked.ended_at) == ("no_show", ended_at)
    assert (anew.agent, anew.replaces, anew.moved_by) == (other_agent, None, None)


def test_up_to_its_time_another_day_is_a_move(other_agent, agent, lead, booked):
    anew = invite(lead, scheduled_for=WEDNESDAY_9, by=other_agent, now=TUESDAY_9 - TICK)

    assert (anew.agent, anew.replaces, anew.moved_by) == (agent, booked, other_agent)


def test_the_call_form_books_anew_within_the_hour(agent, lead, booked):
    finish_call(lead, said=TALKED, then=Next("invite", at=WEDNESDAY_9), by=agent, now=TUESDAY_9 + MINUTE)

    assert list(Appointment.objects.order_by("id").values_list("status", "replaces")) == [("no_show", None), ("booked", None)]
    assert FollowUp.objects.filter(kind="retry").count() == 0  # they come on another day: nobody stands nowhere


def test_a_missed_one_is_kept_by_who_comes_after_all(agent, lead, booked):
    invite(lead, scheduled_for=WEDNESDAY_9, by=agent, now=TUESDAY_9 + MINUTE)

    assert arrive(booked, at=TUESDAY_9 + 2 * MINUTE, by=None, now=TUESDAY_9 + 2 * MINUTE)


@pytest.mark.parametrize(("shift", "status"), [(-TICK, "cancelled"), (timedelta(), "no_show"), (59 * MINUTE, "no_show")])
def test_giving_a_lead_to_the_showroom_within_the_hour_ends_its_appointment_as_missed(leader, lead, booked, shift, status):
    close_lead(lead, outcome="showroom", reason="展厅已建卡", by=leader, now=TUESDAY_9 + shift)

    booked.refresh_from_db()
    assert (booked.status, booked.ended_at, FollowUp.objects.count()) == (status, TUESDAY_9 + shift, 0)


@pytest.mark.parametrize(("days", "allowed"), [(30, True), (31, False)])
def test_customers_are_invited_thirty_days_ahead(agent, lead, days, allowed):
    at = MONDAY_9 + timedelta(days=days) + 8 * HOUR

    if allowed:
        book(lead, scheduled_for=at, by=agent, now=MONDAY_9)
    else:
        with pytest.raises(Refused, match="30"):
            book(lead, scheduled_for=at, by=agent, now=MONDAY_9)

    assert Appointment.objects.count() == allowed


def test_a_store_sets_how_far_ahead(agent, lead, booked):
    StoreSetting.objects.create(store=agent.store, name="appointment_days_ahead", value=2, valid_from=MONDAY_8)

    with pytest.raises(Refused, match="2 天"):
        move(booked, scheduled_for=moment(26, 9), by=agent, now=MONDAY_10)
    move(booked, scheduled_for=WEDNESDAY_9, by=agent, now=MONDAY_10)

    assert Appointment.objects.count() == 2


@pytest.mark.parametrize(("at", "allowed"), [(moment(24, 8, 29), False), (moment(24, 8, 30), True), (moment(24, 17, 59), True), (moment(24, 18), False)])
def test_customers_are_invited_while_the_store_is_open(agent, lead, at, allowed):
    if allowed:
        book(lead, scheduled_for=at, by=agent, now=MONDAY_9)
    else:
        with pytest.raises(Refused, match="08:30–18:00"):
            book(lead, scheduled_for=at, by=agent, now=MONDAY_9)

    assert Appointment.objects.count() == allowed


def test_nobody_is_invited_for_a_day_on_which_the_store_is_closed(agent, lead):
    StoreSetting.objects.create(store=agent.store, name="closed_days", value=["2026-11-24"], valid_from=MONDAY_8)

    with pytest.raises(Refused, match="11-24 不营业"):
        book(lead, scheduled_for=TUESDAY_9, by=agent, now=MONDAY_9)

    assert Appointment.objects.count() == 0


def fill(agent, number, at=TUESDAY_9, **facts):
    for _group in range(number):
        AppointmentFactory(lead=LeadFactory(store=agent.store, agent=agent), agent=agent, at=MONDAY_8, scheduled_for=at, **facts)


@pytest.mark.parametrize(("groups", "full"), [(1, False), (2, True), (3, True)])
def test_a_full_half_hour_is_asked_and_never_refused(agent, reception, lead, groups, full):
    fill(agent, groups, at=TUESDAY_9 + 29 * MINUTE)

    if full:
        with pytest.raises(Full, match="11-24 09:00 已约满"):
            book(lead, scheduled_for=TUESDAY_9, by=agent, now=MONDAY_9)
    book(lead, scheduled_for=TUESDAY_9, though_full=full, by=agent, now=MONDAY_9)

    assert Appointment.objects.filter(lead=lead).count() == 1


def test_two_specialists_receive_twice_as_many_while_both_are_on_duty(agent, reception, leader, lead):
    colleague = UserFactory(store=agent.store, roles=["reception"])
    fill(agent, 3)
    Absence.objects.create(user=colleague, day=WEDNESDAY_9.date(), by=leader)
    fill(agent, 2, at=WEDNESDAY_9)

    book(lead, scheduled_for=TUESDAY_9, by=agent, now=MONDAY_9)
    with pytest.raises(Full):
        book(LeadFactory(store=agent.store, agent=agent), scheduled_for=WEDNESDAY_9, by=agent, now=MONDAY_9)

    assert Appointment.objects.filter(lead=lead).count() == 1


@pytest.mark.parametrize("at", [TUESDAY_9 - MINUTE, TUESDAY_9 + 30 * MINUTE])
def test_the_half_hours_beside_it_do_not_fill_it(agent, lead, at):
    fill(agent, 3, at=at)

    assert book(lead, scheduled_for=TUESDAY_9, by=agent, now=MONDAY_9).status == "booked"


@pytest.mark.parametrize("status", ["cancelled", "moved", "no_show"])
def test_who_is_not_expected_fills_nothing(agent, lead, status):
    fill(agent, 3, status=status)

    assert book(lead, scheduled_for=TUESDAY_9, by=agent, now=MONDAY_9).status == "booked"


def test_who_moves_within_a_full_half_hour_does_not_count_twice(agent, lead, booked):
    fill(agent, 1)

    moved = move(booked, scheduled_for=TUESDAY_9 + 10 * MINUTE, by=agent, now=MONDAY_10)
    with pytest.raises(Full):
        move(AppointmentFactory(lead=LeadFactory(store=agent.store, agent=agent), agent=agent), scheduled_for=TUESDAY_9, by=agent, now=MONDAY_10)

    assert moved.status == "booked"


def test_the_question_leaves_everything_as_it_was(agent, lead):
    fill(agent, 2)

    with pytest.raises(Full):
        finish_call(lead, said=TALKED, then=Next("invite", at=TUESDAY_9), by=agent, now=MONDAY_10)
    finish_call(lead, said=TALKED, then=Next("invite", at=TUESDAY_9, though_full=True), by=agent, now=MONDAY_10)

    assert Appointment.objects.filter(lead=lead).count() == 1


def test_who_did_not_come_is_called_half_an_hour_later_by_the_leads_agent(agent, leader, lead):
    AppointmentFactory(lead=lead, agent=leader, at=MONDAY_9, scheduled_for=TUESDAY_9)

    mark_no_shows(now=TUESDAY_14)

    assert list(FollowUp.objects.values_list("kind", "agent", "created_at", "due_at")) == [("retry", agent.pk, TUESDAY_10, TUESDAY_10 + 30 * MINUTE)]


def test_a_confirmed_one_is_missed_like_any_other(agent, lead, booked):
    confirm(booked, by=agent, now=MONDAY_10)

    invite(lead, scheduled_for=WEDNESDAY_9, by=agent, now=TUESDAY_9)

    booked.refresh_from_db()
    assert (booked.status, booked.confirmations.get().at) == ("no_show", MONDAY_10)
