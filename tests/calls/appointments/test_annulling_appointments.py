"""What was done with an appointment by mistake is taken back by whoever did it."""

from datetime import timedelta

import pytest
from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone

from calls.appointments.rules.annulling_appointments import annul_booking, annul_cancelling, annul_confirmation
from calls.appointments.rules.appointments import book, cancel, confirm, move
from calls.models import Appointment
from dcc.errors import Refused
from dcc.models import Notice
from leads.grading.rules.built_on import WITHIN
from leads.models import FollowUp, Lead
from tests.factories import AppointmentFactory, LeadFactory
from tests.moments import MONDAY_9, MONDAY_10, MONDAY_11, NOW, THURSDAY_9, WEDNESDAY_9
from tests.trail import trail

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


@pytest.fixture
def lead(agent):
    return LeadFactory(store=agent.store, agent=agent, name="王建国")


@pytest.fixture
def booked(agent, reception, lead):
    return book(lead, scheduled_for=WEDNESDAY_9, reception=reception, by=agent, now=MONDAY_9)


def standing() -> list:
    return list(
        Appointment.objects.order_by("pk")
        .annotate(said=Max("confirmations__at", filter=Q(confirmations__annulled_at=None)))
        .values_list("scheduled_for", "status", "said", "ended_at")
    )


def test_a_booking_that_was_none_leaves_nobody_invited(agent, reception, lead, booked):
    annul_booking(booked, by=agent, now=MONDAY_9 + MINUTE)

    assert (standing(), Lead.objects.get().invited_at, Appointment.every.get().annulled_at) == ([], None, MONDAY_9 + MINUTE)
    assert list(Notice.objects.filter(user=reception).order_by("pk").values_list("kind", flat=True)) == ["appointment.booked", "appointment.annulled"]
    assert trail("appointment.annul") == [{"appointment": booked.pk}]


@pytest.mark.parametrize("confirmed", [True, False])
def test_after_a_move_that_was_none_the_first_time_holds_as_it_did(agent, booked, confirmed):
    if confirmed:
        confirm(booked, by=agent, now=MONDAY_10)
    before = standing()
    moved = move(booked, scheduled_for=THURSDAY_9, by=agent, now=MONDAY_11)

    annul_booking(moved, by=agent, now=MONDAY_11 + MINUTE)

    assert standing() == before
    assert Lead.objects.get().invited_at == MONDAY_9


def test_a_new_booking_that_was_none_lets_the_one_run_on_that_it_had_ended(agent, lead, booked):
    before = standing()
    again = book(lead, scheduled_for=THURSDAY_9, by=agent, now=WEDNESDAY_9 + timedelta(minutes=10))

    annul_booking(again, by=agent, now=WEDNESDAY_9 + timedelta(minutes=12))

    assert standing() == before


def test_a_confirmation_is_taken_back(agent, booked):
    before = standing()
    confirm(booked, by=agent, now=MONDAY_10)

    annul_confirmation(booked, by=agent, now=MONDAY_11)

    assert standing() == before


def test_a_cancellation_is_taken_back(agent, booked):
    confirm(booked, by=agent, now=MONDAY_10)
    before = standing()
    cancel(booked, by=agent, now=MONDAY_11)

    annul_cancelling(booked, by=agent, now=MONDAY_11 + MINUTE)

    assert standing() == before


@pytest.mark.parametrize(("after", "holds"), [(WITHIN - SECOND, True), (WITHIN, True), (WITHIN + SECOND, False)])
def test_booking_and_cancellation_are_taken_back_within_fifteen_minutes(agent, booked, after, holds):
    cancel(booked, by=agent, now=MONDAY_9 + after)
    taken_back = []
    for now in (MONDAY_9 + 2 * after, MONDAY_9 + after):
        try:
            annul_cancelling(booked, by=agent, now=now)
            taken_back.append(True)
            cancel(booked, by=agent, now=MONDAY_9 + after)
        except Refused:
            taken_back.append(False)

    assert taken_back == [holds, True]


@pytest.mark.parametrize(("now", "holds"), [(WEDNESDAY_9 - SECOND, True), (WEDNESDAY_9, False), (WEDNESDAY_9 + SECOND, False)])
def test_from_its_time_on_nobody_revives_or_unbooks_a_visit(agent, lead, now, holds):
    cancelled = book(lead, scheduled_for=WEDNESDAY_9, by=agent, now=WEDNESDAY_9 - 10 * MINUTE)
    cancel(cancelled, by=agent, now=WEDNESDAY_9 - 9 * MINUTE)
    done = []
    for undo in (annul_cancelling, annul_booking):
        try:
            undo(Appointment.objects.get(), by=agent, now=now)
            done.append(True)
        except Refused:
            done.append(False)

    assert done == [holds, holds]


def test_not_beside_another_one_agreed_since(agent, lead, booked):
    cancel(booked, by=agent, now=MONDAY_11)
    book(lead, scheduled_for=THURSDAY_9, by=agent, now=MONDAY_11 + MINUTE)

    with pytest.raises(Refused, match="11-26 09:00"):
        annul_cancelling(booked, by=agent, now=MONDAY_11 + 2 * MINUTE)


@pytest.mark.parametrize("since", [confirm, cancel])
def test_a_booking_somebody_worked_with_stands(agent, booked, since):
    since(booked, by=agent, now=MONDAY_10)

    with pytest.raises(Refused):
        annul_booking(booked, by=agent, now=MONDAY_11)

    assert Appointment.objects.count() == 1


@pytest.mark.parametrize(("did", "undo"), [(confirm, annul_confirmation), (cancel, annul_cancelling), (None, annul_booking)])
def test_by_nobody_but_whoever_did_it(agent, leader, booked, did, undo):
    if did:
        did(booked, by=agent, now=MONDAY_10)

    with pytest.raises(Refused):
        undo(booked, by=leader, now=MONDAY_11)


DEEDS = {"confirm": ("appointment_unconfirm", {}), "cancel": ("appointment_uncancel", {}), "move": ("appointment_annul", {"at": "later"})}


@pytest.mark.parametrize("deed", DEEDS)
def test_the_toast_takes_it_back_on_the_list(client_of, agent, lead, deed):
    day = timezone.localtime(NOW).replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=1)
    one = AppointmentFactory(lead=lead, agent=agent, at=NOW - timedelta(hours=1), scheduled_for=day)
    client, (undo, _data) = client_of(agent), DEEDS[deed]
    later = f"{day + timedelta(days=1):%Y-%m-%dT%H:%M}"
    data = {"move": {"at": later}, "cancel": {"off-reason": "出差在外", "off-step": "callback", "off-at": later}}.get(deed, {})

    answer = client.post(reverse(f"appointment_{deed}", args=[one.pk]), data)
    toast = list(client.get(answer["Location"]).context["messages"])[-1]
    address = toast.extra_tags.removeprefix("undo:")
    back = client.post(address, headers={"referer": f"http://testserver{reverse('appointments')}"})

    assert (address.startswith(reverse(undo, args=[Appointment.every.latest("pk").pk])), back["Location"]) == (True, reverse("appointments"))
    assert list(Appointment.objects.values_list("pk", "status", "ended_at")) == [(one.pk, "booked", None)]
    assert not FollowUp.objects.filter(kind="callback").exists()
