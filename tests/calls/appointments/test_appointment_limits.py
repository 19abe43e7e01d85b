"""Appointments exactly at their limits, and which of two is meant."""

from contextlib import nullcontext
from datetime import timedelta

import pytest

from calls.appointments.rules.appointments import arrive, book, cancel, confirm, mark_no_shows, move
from calls.appointments.running import running_of
from calls.models import Appointment, Confirmation
from dcc.errors import Refused
from dcc.models import Notice
from leads.models import Lead
from tests.factories import AppointmentFactory, LeadFactory, UserFactory
from tests.moments import MONDAY_9, MONDAY_10, TUESDAY_9, TUESDAY_14, WEDNESDAY_9

TICK = timedelta.resolution
HOUR = timedelta(hours=1)


@pytest.fixture
def lead(agent) -> Lead:
    return LeadFactory(store=agent.store, agent=agent)


@pytest.mark.parametrize(("at", "booked"), [(MONDAY_10 - TICK, False), (MONDAY_10, False), (MONDAY_10 + TICK, True)])
def test_a_time_is_booked_that_lies_ahead_of_now(agent, lead, at, booked):
    with nullcontext() if booked else pytest.raises(Refused):
        book(lead, scheduled_for=at, by=agent, now=MONDAY_10)

    assert list(Appointment.objects.values_list("scheduled_for", flat=True)) == ([at] if booked else [])


@pytest.mark.parametrize(("at", "moved"), [(MONDAY_10, False), (MONDAY_10 + TICK, True)])
def test_it_is_moved_to_a_time_that_lies_ahead_of_now(agent, lead, at, moved):
    first = AppointmentFactory(lead=lead, agent=agent, at=MONDAY_9, scheduled_for=TUESDAY_9)

    with nullcontext() if moved else pytest.raises(Refused):
        move(first, scheduled_for=at, by=agent, now=MONDAY_10)

    first.refresh_from_db()
    assert (first.status, Appointment.objects.count()) == (("moved", 2) if moved else ("booked", 1))


@pytest.mark.parametrize(("now", "status"), [(TUESDAY_9 + HOUR - TICK, "booked"), (TUESDAY_9 + HOUR, "no_show")])
def test_nobody_came_exactly_an_hour_after_its_time(agent, lead, now, status):
    AppointmentFactory(lead=lead, agent=agent, at=MONDAY_9, scheduled_for=TUESDAY_9)

    marked = mark_no_shows(now=now)

    assert (marked, Appointment.objects.get().status) == (int(status == "no_show"), status)


def test_each_of_several_is_marked_with_its_own_moment_and_its_own_booker_told(agent, other_agent):
    rows = [
        AppointmentFactory(lead=LeadFactory(store=agent.store, agent=agent), agent=booker, at=MONDAY_9, scheduled_for=at)
        for booker, at in ((agent, TUESDAY_14), (other_agent, TUESDAY_9), (None, TUESDAY_9))
    ]

    marked = mark_no_shows(now=WEDNESDAY_9)

    assert (marked, [Appointment.objects.get(pk=row.pk).ended_at for row in rows]) == (3, [TUESDAY_14 + HOUR, TUESDAY_9 + HOUR, TUESDAY_9 + HOUR])
    assert set(Notice.objects.filter(kind="appointment.no_show").values_list("user", "at")) == {
        (agent.pk, TUESDAY_14 + HOUR),
        (other_agent.pk, TUESDAY_9 + HOUR),
    }


def test_what_ended_is_not_marked_again_nor_cancelled(agent, lead):
    for status in ("cancelled", "moved", "arrived", "no_show"):
        AppointmentFactory(lead=lead, agent=agent, at=MONDAY_9, scheduled_for=TUESDAY_9, status=status, ended_at=MONDAY_10)

    answers = [cancel(row, by=agent, now=MONDAY_10) for row in Appointment.objects.all()]

    assert (mark_no_shows(now=WEDNESDAY_9), answers) == (0, [False] * 4)


def test_the_first_invitation_stays_the_leads_milestone(agent, lead):
    first = book(lead, scheduled_for=TUESDAY_9, by=agent, now=MONDAY_9)
    cancel(first, by=agent, now=MONDAY_10)
    book(lead, scheduled_for=TUESDAY_14, by=agent, now=MONDAY_10)

    lead.refresh_from_db()
    assert lead.invited_at == MONDAY_9


def test_it_is_for_the_specialist_named_else_for_the_leads_and_a_moved_one_keeps_its_own(store, agent, reception):
    other = UserFactory(store=store, roles=["reception"])
    leads = [LeadFactory(store=store, agent=agent, reception=theirs) for theirs in (reception, reception, None)]

    booked = [book(lead, scheduled_for=TUESDAY_9, reception=named, by=agent, now=MONDAY_9) for lead, named in zip(leads, (None, other, None), strict=True)]
    moved = [move(row, scheduled_for=TUESDAY_14, reception=named, by=agent, now=MONDAY_10) for row, named in zip(booked[:2], (other, None), strict=True)]

    assert [row.reception for row in booked] == [reception, other, None]
    assert [row.reception for row in moved] == [other, other]


def test_the_specialist_is_told_but_not_of_what_they_booked_themselves(agent, reception, lead):
    lead.reception = reception
    lead.save()
    own = book(lead, scheduled_for=TUESDAY_9, by=reception, now=MONDAY_9)
    told_of_own = Notice.objects.filter(kind="appointment.booked").count()

    move(own, scheduled_for=TUESDAY_14, by=agent, now=MONDAY_10)

    assert (told_of_own, list(Notice.objects.filter(kind="appointment.booked").values_list("user", flat=True))) == (0, [reception.pk])


@pytest.mark.parametrize(("status", "running"), [("booked", True), ("confirmed", True), ("no_show", False), ("arrived", False), ("cancelled", False)])
def test_what_still_may_be_kept_runs(agent, lead, status, running):
    row = AppointmentFactory(lead=lead, agent=agent, at=MONDAY_9, scheduled_for=TUESDAY_9, status=status, ended_at=None if running else MONDAY_10)

    assert running_of(lead) == (row if running else None)


def test_another_leads_appointment_is_in_nobodys_way(agent, lead):
    other = LeadFactory(store=agent.store, agent=agent)
    AppointmentFactory(lead=other, agent=agent, at=MONDAY_9, scheduled_for=TUESDAY_9)

    booked = book(lead, scheduled_for=TUESDAY_9, by=agent, now=MONDAY_10)

    assert (running_of(lead), running_of(other).lead) == (booked, other)


@pytest.mark.parametrize("status", ["booked", "confirmed", "no_show"])
def test_one_that_is_awaited_or_was_missed_is_kept(agent, lead, status):
    row = AppointmentFactory(lead=lead, agent=agent, at=MONDAY_9, scheduled_for=TUESDAY_9, status=status)

    kept = arrive(row, at=TUESDAY_14, by=None, now=TUESDAY_14)

    row.refresh_from_db()
    assert (kept, row.status, row.ended_at) == (True, "arrived", TUESDAY_14)


def test_only_a_booked_one_is_confirmed_and_its_moment_kept(agent, lead):
    confirmed = AppointmentFactory(lead=lead, agent=agent, at=MONDAY_9, scheduled_for=TUESDAY_9, status="confirmed", confirmed_at=MONDAY_9)

    again = confirm(confirmed, by=agent, now=MONDAY_10)

    assert (again, list(Confirmation.objects.values_list("at", flat=True))) == (False, [MONDAY_9])


@pytest.mark.parametrize(("at", "is_theirs"), [(TUESDAY_9 - timedelta(seconds=1), True), (TUESDAY_9, False), (TUESDAY_9 + timedelta(seconds=1), False)])
def test_whoever_moves_a_visit_to_where_it_is_missed_does_not_become_its_booker_while_its_first_time_lies_ahead(agent, leader, lead, at, is_theirs):
    first = book(lead, scheduled_for=TUESDAY_9, by=agent, now=MONDAY_9)
    move(first, scheduled_for=MONDAY_10, by=leader, now=MONDAY_9 + timedelta(minutes=50))

    again = book(lead, scheduled_for=WEDNESDAY_9, by=leader, now=at)

    assert again.agent == (agent if is_theirs else leader)
