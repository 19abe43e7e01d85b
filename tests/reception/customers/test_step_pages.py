"""A visit on the specialist's page: steps are noted, corrected and taken back, and nobody leaves without a next step."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from reception.models import Order, Step, Visit
from tests.factories import AppointmentFactory, FollowUpFactory, LeadFactory, OrderFactory, PromiseFactory, VisitFactory
from tests.moments import NOW

HOUR = timedelta(hours=1)


@pytest.fixture
def lead(store, agent, reception):
    return LeadFactory(store=store, agent=agent, reception=reception, name="冯梦洁", phone="15400001234")


@pytest.fixture
def visit(lead, reception, agent) -> Visit:
    """In the house for an hour, invited and received."""
    kept = AppointmentFactory(lead=lead, agent=agent, at=NOW - 48 * HOUR, scheduled_for=NOW - HOUR, status="arrived", ended_at=NOW - HOUR)
    seen = {"registered_at": NOW - HOUR, "taken_at": NOW - HOUR, "reception": reception, "appointment": kept, "agent": agent}
    return VisitFactory(store=lead.store, lead=lead, at=NOW - HOUR, tag="dcc", first_tag="dcc", **seen)


@pytest.fixture
def note(client_of, reception, visit):
    """Return a function that sends the form of a step."""

    def send(kind: str, **said):
        data = {f"step-{kind}-{name}": value for name, value in ({"token": str(uuid4())} | said).items() if name != "instead"}
        beside = {"kind": kind} | {name: value for name, value in said.items() if name == "instead"}
        return client_of(reception).post(reverse("step_take", args=[visit.pk]), data | beside)

    return send


def page_of(client, lead) -> str:
    return client.get(reverse("customer", args=[lead.pk])).content.decode()


def test_a_step_is_noted_shown_and_taken_back(client_of, reception, lead, visit, note):
    answer = note("trade_in", what="2016 款 轩逸", mileage="8.2", amount="6.10", wanted="6.50")
    step = Step.objects.get()
    shown = page_of(client_of(reception), lead)

    client_of(reception).post(reverse("step_annul", args=[step.pk]))

    assert (answer.status_code, step.by, step.at) == (303, reception, NOW)
    assert [words in shown for words in ("2016 款 轩逸", "8.20 万公里", "评估 6.10 万", "要 6.50 万")] == [True] * 4
    assert (Step.objects.count(), Step.every.count()) == (0, 1)


def test_steps_stand_in_the_story_of_the_lead_and_those_taken_back_are_struck_through(client_of, reception, lead, note):
    note("trade_in", what="2016 款 轩逸", mileage="8.2", amount="6.10", wanted="6.50")
    note("quote", amount="17.40", total="19.20")
    client_of(reception).post(reverse("step_annul", args=[Step.objects.get(kind="quote").pk]))
    Visit.objects.update(test_drive=True)

    story = " ".join(client_of(reception).get(reverse("lead", args=[lead.pk])).content.decode().split())

    assert [words in story for words in ("2016 款 轩逸 · 8.20 万公里 · 评估 6.10 万 · 要 6.50 万", "置换评估", "裸车 17.40 万", "试驾")] == [True] * 4
    assert "报价 17.40 万" not in story


def test_a_drive_has_its_minutes_from_start_and_end(note, visit):
    begun = (NOW - HOUR / 2).astimezone(visit.store.zone)
    note("test_drive", started=f"{begun:%H:%M}", ended=f"{begun + timedelta(minutes=22):%H:%M}")
    refused = note("test_drive", started=f"{begun:%H:%M}", ended=f"{begun:%H:%M}")

    step = Step.objects.get()
    visit.refresh_from_db()
    assert (step.minutes, visit.test_drive, refused.status_code) == (22, True, 422)


def test_an_odd_price_is_asked_once_and_noted_when_it_is_meant(note, visit):
    asked = note("quote", amount="2038")
    sure = note("quote", amount="2038", sure="2038|")

    visit.refresh_from_db()
    assert (asked.status_code, sure.status_code, visit.quote) == (422, 303, Decimal(2038))


def test_a_step_is_corrected_in_its_own_form(client_of, reception, lead, visit, note):
    note("quote", amount="2.38", sure="")
    step = Step.objects.get()
    opened = client_of(reception).get(reverse("customer", args=[lead.pk]), {"step": step.pk}).content.decode()
    note("quote", amount="20.38", instead=str(step.pk))

    visit.refresh_from_db()
    assert 'name="instead"' in opened
    assert (visit.quote, Step.objects.count(), Step.every.count()) == (Decimal("20.38"), 1, 2)


def test_a_step_offers_the_tick_of_what_it_answers(client_of, reception, lead, visit, note):
    promise = PromiseFactory(appointment=visit.appointment, kind="other", text="旧车当场给评估价")
    shown = page_of(client_of(reception), lead)

    note("trade_in", amount="6.10", keeps=str(promise.pk))

    promise.refresh_from_db()
    assert ("记下就勾上“旧车当场给评估价”" in shown, promise.kept_at) == (True, NOW)


def test_nobody_is_seen_off_before_the_next_step_is_said(client_of, reception, lead, visit):
    client, address = client_of(reception), reverse("visit_see_off", args=[visit.pk])
    before = page_of(client, lead)
    client.post(address)
    visit.refresh_from_db()
    still = visit.left_at
    FollowUpFactory(lead=lead, agent=reception, kind="after_visit", due_at=NOW + HOUR)
    after = page_of(client, lead)
    client.post(address)
    visit.refresh_from_db()

    assert (still, visit.left_at) == (None, NOW)
    assert [address in page for page in (before, after)] == [False, True]

    client.post(reverse("visit_still_here", args=[visit.pk]))
    visit.refresh_from_db()
    assert visit.left_at is None


@pytest.mark.parametrize("step", ["visit", "call", "order", "lost"])
def test_each_of_the_four_next_steps_lets_them_go(client_of, reception, lead, visit, step, agent, store):
    if step == "visit":
        AppointmentFactory(lead=lead, agent=agent, at=NOW, scheduled_for=NOW + 48 * HOUR)
    elif step == "call":
        FollowUpFactory(lead=lead, agent=reception, kind="after_visit", due_at=NOW + HOUR)
    elif step == "order":
        OrderFactory(lead=lead, at=NOW)
    else:
        client_of(reception).post(reverse("customer_lost", args=[lead.pk]), {"lost-reason": "取消计划"})

    client_of(reception).post(reverse("visit_see_off", args=[visit.pk]))

    visit.refresh_from_db()
    assert visit.left_at == NOW


def test_a_call_agreed_and_the_leaving_are_one_press(client_of, reception, lead, visit):
    day = (NOW + 24 * HOUR).astimezone(visit.store.zone).date().isoformat()
    said = {"day": day, "time": "10:30", "next_step": "核价", "leaves": "yes"}

    answer = client_of(reception).post(reverse("customer_note", args=[lead.pk]), said)

    visit.refresh_from_db()
    owed = lead.follow_ups.get(done_at=None)
    assert (answer.status_code, visit.left_at) == (303, NOW)
    assert (owed.note, f"{owed.due_at.astimezone(visit.store.zone):%H:%M}", owed.agent) == ("核价", "10:30", reception)


def test_whom_the_desk_let_go_first_stands_on_the_board_until_a_next_step_is_said(client_of, reception, lead, visit):
    Visit.objects.filter(pk=visit.pk).update(left_at=NOW)
    client = client_of(reception)
    board = client.get(reverse("mine")).context["board"]
    FollowUpFactory(lead=lead, agent=reception, kind="after_visit", due_at=NOW + HOUR)
    then = client.get(reverse("mine")).context["board"]

    assert [[one.lead for one in found.unsettled] for found in (board, then)] == [[lead], []]
    assert [[one.lead for one in found.following] for found in (board, then)] == [[], [lead]]


def test_an_order_says_payment_and_trade_in_and_the_leader_corrects_its_moment(client_of, reception, leader, lead, visit):
    said = {"order-model": "凯美瑞", "order-amount": "20.38", "order-payment": "loan", "order-trade_in": "yes", "order-token": str(uuid4())}
    client_of(reception).post(reverse("customer_order", args=[lead.pk]), said | {"order-sure": "凯美瑞|20.38"})
    order = Order.objects.get()
    moment = (NOW - HOUR / 2).astimezone(visit.store.zone)
    signed = {"signed-signed_at": f"{moment:%Y-%m-%dT%H:%M}", "signed-why": "合同上的时间"}
    by_reception = client_of(reception).post(reverse("order_signed", args=[order.pk]), signed)
    by_leader = client_of(leader).post(reverse("order_signed", args=[order.pk]), signed)

    order.refresh_from_db()
    assert (order.payment, order.trade_in, order.at, order.stated_reason) == ("loan", True, moment.replace(second=0, microsecond=0), "合同上的时间")
    assert (by_reception.status_code, by_leader.status_code) == (422, 303)
