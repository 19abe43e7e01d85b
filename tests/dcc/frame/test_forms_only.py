"""Whoever opens the address of a form as a page is led to the page above it."""

import pytest
from django.urls import reverse

from dcc.frame.answers import page_above
from tests.factories import AppointmentFactory, LeadFactory

BROWSER = {"Accept": "text/html,application/xhtml+xml"}


@pytest.mark.parametrize(
    ("path", "above"),
    [
        ("/calls/incoming/number/", "/calls/incoming/"),
        ("/calls/12/log/", "/calls/12/"),
        ("/calls/appointments/12/move/", "/calls/appointments/"),
        ("/logout/", "/"),
        ("/", "/"),
    ],
)
def test_the_page_above_an_address_is_the_nearest_there_is(path, above):
    assert page_above(path) == above


def test_a_form_opened_as_a_page_leads_to_its_page(client_of, agent):
    lead = LeadFactory(store=agent.store, agent=agent)
    appointment = AppointmentFactory(lead=lead)
    client = client_of(agent)
    forms = (("calls_incoming_number", []), ("calls_incoming_take", []), ("calls_log", [lead.pk]), ("appointment_move", [appointment.pk]))

    pages = [client.get(reverse(name, args=args), headers=BROWSER) for name, args in forms]

    assert [(page.status_code, page["Location"]) for page in pages] == [
        (303, "/calls/incoming/"),
        (303, "/calls/incoming/"),
        (303, f"/calls/{lead.pk}/"),
        (303, "/calls/appointments/"),
    ]


@pytest.mark.parametrize("headers", [{"Accept": "application/json"}, {"Accept": "text/html", "HX-Request": "true"}, {}])
def test_a_program_is_told_that_it_does_not_go(client_of, agent, headers):
    answer = client_of(agent).get(reverse("calls_incoming_number"), headers=headers)

    assert answer.status_code == 405


def test_what_is_sent_in_a_wrong_way_is_led_nowhere(client_of, agent):
    answer = client_of(agent).put(reverse("calls_incoming_number"), headers=BROWSER)

    assert answer.status_code == 405


def test_a_form_that_comes_back_stands_at_the_place_it_was_sent_from(client_of, agent, reception, leader):
    lead = LeadFactory(store=agent.store, agent=agent, reception=reception)
    appointment = AppointmentFactory(lead=lead, agent=agent)
    sent = ((agent, "appointment_move", appointment.pk), (reception, "customer_note", lead.pk), (leader, "person_rename", agent.pk))

    pages = [client_of(person).post(reverse(name, args=[pk]), {}) for person, name, pk in sent]

    places = [[item["url"] for item in page.context["frame"].items if item["current"]] for page in pages]
    assert ([page.status_code for page in pages], places) == ([422] * 3, [[reverse("appointments")], [reverse("mine")], [reverse("people")]])
