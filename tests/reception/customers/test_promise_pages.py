"""Promises on the specialist's page of a customer: shown, ticked, taken back; asked about when the group leaves."""

from datetime import timedelta

import pytest
from django.urls import reverse

from calls.models import Appointment, Promise
from dcc.models import Notice
from reception.door.rules.visits import leave
from tests.calling import visit_in
from tests.factories import AppointmentFactory, LeadFactory, PromiseFactory, VisitFactory
from tests.moments import NOW


@pytest.fixture
def lead(agent, reception):
    return LeadFactory(store=agent.store, agent=agent, reception=reception, name="冯梦洁")


@pytest.fixture
def promise(agent, lead):
    """Of a visit that takes place now."""
    kept = AppointmentFactory(lead=lead, agent=agent, at=NOW - timedelta(days=2), scheduled_for=NOW, status="arrived", ended_at=NOW)
    return PromiseFactory(appointment=kept)


@pytest.fixture
def visit(lead, reception, promise):
    return VisitFactory(store=lead.store, lead=lead, at=NOW, tag="dcc", reception=reception, appointment=promise.appointment)


def test_the_page_shows_what_was_promised_and_offers_the_ticks(client_of, reception, lead, promise):
    page = client_of(reception).get(reverse("customer", args=[lead.pk])).content.decode()

    assert [words in page for words in (promise.text, reverse("promise_keep", args=[promise.pk]), reverse("promise_break", args=[promise.pk]))] == [True] * 3


def test_what_is_promised_for_a_visit_to_come_is_shown_and_not_ticked(client_of, agent, reception, lead):
    ahead = PromiseFactory(appointment=AppointmentFactory(lead=lead, agent=agent, at=NOW, scheduled_for=NOW + timedelta(days=2)))

    page = client_of(reception).get(reverse("customer", args=[lead.pk])).content.decode()

    assert [words in page for words in (ahead.text, reverse("promise_keep", args=[ahead.pk]))] == [True, False]


def test_it_is_kept_and_taken_back_and_not_kept_with_why(client_of, reception, promise):
    client = client_of(reception)
    states = []
    for deed, said in (("promise_keep", {}), ("promise_untick", {}), ("promise_break", {"why": ""}), ("promise_break", {"why": "没货"})):
        client.post(reverse(deed, args=[promise.pk]), said)
        promise.refresh_from_db()
        states.append((promise.kept_at is not None, promise.broken_why))

    assert states == [(True, ""), (False, ""), (False, ""), (False, "没货")]


def test_a_promise_to_a_colleagues_customer_does_not_exist(client_of, other_agent, agent, promise):
    answers = [client_of(person).post(reverse("promise_keep", args=[promise.pk])).status_code for person in (other_agent, agent)]

    assert (answers, Promise.objects.get().is_open) == ([403, 403], True)


@pytest.mark.parametrize(("ticked", "asked"), [(False, True), (True, False)])
def test_whoever_received_a_group_is_asked_as_it_leaves(front_desk, reception, promise, visit, ticked, asked):
    if ticked:
        Promise.objects.update(kept_at=NOW)

    leave(visit, by=front_desk, now=NOW + timedelta(hours=1))

    assert list(Notice.objects.filter(kind="promise.asked").values_list("user", flat=True)) == ([reception.pk] if asked else [])


def test_the_page_asks_once_they_have_left(client_of, front_desk, reception, lead, visit):
    client, address = client_of(reception), reverse("customer", args=[lead.pk])
    asks = [client.get(address).context["has_left"]]

    leave(visit, by=front_desk, now=NOW)

    assert [*asks, client.get(address).context["has_left"]] == [False, True]


def test_the_specialist_promises_with_the_next_visit(client_of, agent, reception, lead):
    at = visit_in(3, agent.store)
    said = {"at": f"{at:%Y-%m-%dT%H:%M}", "promised_kind_1": "price", "promised_text_1": "优惠保留", "promised_kind_2": "gift", "promised_text_2": ""}

    client_of(reception).post(reverse("customer_invite", args=[lead.pk]), said)

    made = list(Promise.objects.values_list("appointment", "by", "kind", "text"))
    assert made == [(Appointment.objects.get().pk, reception.pk, "price", "优惠保留")]
