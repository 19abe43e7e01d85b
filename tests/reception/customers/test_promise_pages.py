"""Promises on the specialist's page of a customer: shown, ticked, taken back; asked about when the group leaves."""

from datetime import timedelta

import pytest
from django.urls import reverse

from calls.models import Appointment, Promise
from dcc.models import Notice
from reception.door.rules.visits import leave
from tests.calling import visit_in
from tests.factories import AppointmentFactory, LeadFactory, PromiseFactory, ShowroomCardFactory, TransferFactory, VisitFactory
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


@pytest.fixture
def transfer(lead):
    """By which the customer came, to whom the showroom had promised floor mats."""
    card = ShowroomCardFactory(store=lead.store, phone=lead.phone, state="transferred", consultant="赵洪亮", promised="送脚垫，找我 15400009999")
    return TransferFactory(card=card, lead=lead, listed_at=NOW - timedelta(days=9), decided_at=NOW - timedelta(days=8), decision="confirmed")


def test_what_the_showroom_had_promised_is_ticked_once_they_came(client_of, reception, leader, lead, transfer):
    client, page = client_of(reception), reverse("customer", args=[lead.pk])
    before = client.get(page).content.decode()
    client.post(reverse("card_promise_keep", args=[transfer.pk]))
    transfer.refresh_from_db()
    came = VisitFactory(store=lead.store, lead=lead, at=NOW, tag="dcc", reception=reception)
    early, offered = transfer.kept_at, client.get(page).content.decode()
    leave(came, by=reception, now=NOW)
    states = []
    deeds = (("keep", {}), ("break", {"why": "没货"}), ("untick", {}), ("break", {"why": ""}), ("break", {"why": "没货"}))
    for deed, said in deeds:
        client.post(reverse(f"card_promise_{deed}", args=[transfer.pk]), said)
        transfer.refresh_from_db()
        states.append((transfer.kept_at is not None, transfer.broken_why))

    assert [("送脚垫" in shown, "15400009999" in shown, "没兑现" in shown) for shown in (before, offered)] == [(True, False, False), (True, False, True)]
    assert (early, states) == (None, [(True, ""), (True, ""), (False, ""), (False, ""), (False, "没货")])
    assert [Notice.objects.filter(user=person, kind=kind).count() for person, kind in ((reception, "promise.asked"), (leader, "promise.broken"))] == [1, 1]


def test_a_promise_of_the_showrooms_to_a_colleagues_customer_does_not_exist(client_of, other_agent, agent, transfer):
    answers = [client_of(person).post(reverse("card_promise_keep", args=[transfer.pk])).status_code for person in (other_agent, agent)]

    assert answers == [403, 403]
