"""The list of appointments."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from calls.models import Appointment
from tests.factories import AppointmentFactory, LeadFactory


@pytest.fixture
def appointment(agent):
    lead = LeadFactory(store=agent.store, agent=agent, name="王建国")
    return AppointmentFactory(lead=lead, agent=agent, at=timezone.now(), scheduled_for=timezone.now() + timedelta(days=2))


def test_an_agent_sees_the_appointments_of_their_leads_and_no_others(client_of, agent, other_agent, appointment):
    answers = [client_of(person).get(reverse("appointments")).content.decode() for person in (agent, other_agent)]

    assert ["王建国" in page for page in answers] == [True, False]


def test_it_is_confirmed_moved_and_cancelled_from_the_list(client_of, agent, appointment):
    client = client_of(agent)
    in_three_days = timezone.localtime(timezone.now() + timedelta(days=3)).strftime("%Y-%m-%dT10:30")

    client.post(reverse("appointment_confirm", args=[appointment.pk]))
    client.post(reverse("appointment_move", args=[appointment.pk]), {"at": in_three_days})
    client.post(reverse("appointment_cancel", args=[Appointment.objects.latest("id").pk]))

    assert list(Appointment.objects.order_by("id").values_list("status", flat=True)) == ["moved", "cancelled"]


@pytest.mark.parametrize("deed", ["appointment_confirm", "appointment_move", "appointment_cancel"])
def test_somebody_elses_appointment_does_not_exist(client_of, other_agent, appointment, deed):
    response = client_of(other_agent).post(reverse(deed, args=[appointment.pk]), {"at": "2030-01-01T10:00"})

    assert (response.status_code, Appointment.objects.get().status) == (404, "booked")


def test_moving_without_a_time_changes_nothing(client_of, agent, appointment):
    response = client_of(agent).post(reverse("appointment_move", args=[appointment.pk]), {"at": ""})

    assert (response.status_code, Appointment.objects.count()) == (303, 1)
