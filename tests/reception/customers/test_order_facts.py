"""An order is asked before it is signed, and completed and corrected afterwards; never a new fact for an old one."""

import re
from contextlib import nullcontext
from datetime import UTC, date, timedelta
from decimal import Decimal

import pytest

from dcc.errors import Refused
from leads.models import Lead
from reception.customers.rules.annulling_orders import annul_order
from reception.customers.rules.order_facts import change_order, is_odd, move_signing
from reception.customers.rules.orders import Signing, deliver_order, place_order
from reception.models import Order
from reporting.models import Closing
from tests.factories import LeadFactory, OrderFactory, UserFactory
from tests.moments import FRIDAY_9, NOW, THURSDAY_9, WEDNESDAY_9
from tests.trail import trail

KEPT = ("lead", "at", "agent", "reception", "channel", "by", "logged_at", "delivered_at", "cancelled_at")


@pytest.fixture
def order(lead, reception, agent) -> Order:
    """Signed on Wednesday with a model and nothing else."""
    Lead.objects.update(reception=reception)
    return OrderFactory(lead=lead, at=WEDNESDAY_9, model="凯美瑞", agent=agent, reception=reception, by=reception)


def facts(order: Order) -> tuple:
    order.refresh_from_db()
    return order.model, order.number, order.expected_on, order.amount


def test_number_day_model_and_amount_are_completed_and_nothing_else_moves(order, reception):
    before = [getattr(order, name) for name in KEPT]
    changes = {"model": ("凯美瑞", "汉兰达"), "number": ("", "D2611-087"), "expected_on": (None, date(2026, 12, 31)), "amount": (None, Decimal("20.38"))}

    changed = change_order(order, changes, by=reception, now=THURSDAY_9)

    assert (changed, facts(order)) == (True, ("汉兰达", "D2611-087", date(2026, 12, 31), Decimal("20.38")))
    assert ([getattr(order, name) for name in KEPT], Order.objects.count()) == (before, 1)
    assert trail("order.change") == [
        {
            "before": {"model": "凯美瑞", "order_number": "", "expected_on": "", "amount": ""},
            "after": {"model": "汉兰达", "order_number": "D2611-087", "expected_on": "2026-12-31", "amount": "20.38"},
        }
    ]


def test_what_does_not_differ_is_no_deed(order, reception):
    assert (change_order(order, {"model": ("凯美瑞", "凯美瑞")}, by=reception, now=THURSDAY_9), trail("order.change")) == (False, [])


def test_the_trail_keeps_nobodys_number(order, reception):
    change_order(order, {"number": ("", "15400001234")}, by=reception, now=THURSDAY_9)

    assert (order.pk and Order.objects.get().number, trail("order.change")[0]["after"]) == ("15400001234", {"order_number": "154****1234"})


def test_two_who_change_different_facts_both_keep_theirs_and_the_same_fact_is_told(order, reception, leader):
    change_order(order, {"number": ("", "D1")}, by=leader, now=THURSDAY_9)

    change_order(order, {"amount": (None, Decimal(20))}, by=reception, now=THURSDAY_9)
    with pytest.raises(Refused):
        change_order(order, {"number": ("", "D2")}, by=reception, now=THURSDAY_9)

    assert facts(order) == ("凯美瑞", "D1", None, Decimal(20))


def test_one_taken_back_is_changed_no_more_and_one_handed_over_is(order, reception, leader):
    deliver_order(order, by=reception, now=THURSDAY_9)
    change_order(order, {"amount": (None, Decimal(20))}, by=leader, now=FRIDAY_9)
    other = OrderFactory(lead=LeadFactory(store=order.store), at=FRIDAY_9, by=leader)
    annul_order(other, by=leader, now=FRIDAY_9)

    with pytest.raises(Refused):
        change_order(other, {"amount": (None, Decimal(20))}, by=leader, now=FRIDAY_9)

    assert facts(order)[3] == Decimal(20)


@pytest.mark.parametrize(("amount", "odd"), [(None, False), (Decimal("0.49"), True), (Decimal("0.5"), False), (Decimal(300), False), (Decimal("300.01"), True)])
def test_odd_is_what_no_car_costs(amount, odd):
    assert is_odd(amount) is odd


# the pages


@pytest.fixture
def specialist(client_of, reception):
    """The specialist's browser."""
    return client_of(reception)


@pytest.fixture
def customer(store, agent, reception) -> Lead:
    """A customer of the specialist."""
    return LeadFactory(store=store, name="乔先生", model="凯美瑞", agent=agent, reception=reception, received_at=NOW - timedelta(days=3))


def button(answer) -> str:
    return re.search(r'name="order-sure" value="([^"]*)"', answer.content.decode())[1]


def test_an_order_is_asked_with_name_model_and_amount_before_it_is_signed(specialist, customer):
    said = {"order-model": "凯美瑞", "order-amount": "20.38", "order-token": "7f0c7a0e-6f0f-4d0e-8f54-0d2f6f4f7c11"}

    asked = specialist.post(f"/reception/mine/{customer.pk}/order/", said)
    before = Order.objects.count()
    specialist.post(f"/reception/mine/{customer.pk}/order/", said | {"order-sure": button(asked)})

    page, signed = asked.content.decode(), Order.objects.get()
    assert (asked.status_code, before, "乔先生" in page, "20.38 万" in page, "少见" in page) == (422, 0, True, True, False)
    assert (signed.model, signed.amount) == ("凯美瑞", Decimal("20.38"))


def test_what_changed_since_it_was_read_is_asked_anew_and_an_odd_price_is_said(specialist, customer):
    said = {"order-amount": "20.38", "order-token": "7f0c7a0e-6f0f-4d0e-8f54-0d2f6f4f7c11"}
    read = button(specialist.post(f"/reception/mine/{customer.pk}/order/", said))

    asked = specialist.post(f"/reception/mine/{customer.pk}/order/", said | {"order-amount": "2038", "order-sure": read})

    assert (asked.status_code, "少见" in asked.content.decode(), Order.objects.count()) == (422, True, 0)


def hidden(page: str) -> dict[str, str]:
    """What the form of an order's facts sends beside what is typed: how each was shown."""
    fields = re.findall(r'<input type="hidden" name="(initial-change-[^"]+)"(?: value="([^"]*)")?', page)
    return dict(fields)


def test_a_signed_order_is_completed_on_the_customers_page(specialist, customer):
    order = OrderFactory(lead=customer, model="凯美瑞", number="D1", at=NOW)
    shown = hidden(specialist.get(f"/reception/mine/{customer.pk}/").content.decode())
    typed = {f"change-{order.pk}-{name}": value for name, value in {"model": "凯美瑞", "number": "D1", "amount": "20.38", "expected_on": "2026-12-31"}.items()}

    answer = specialist.post(f"/reception/orders/{order.pk}/change/", shown | typed)

    assert (answer.status_code, facts(order)) == (303, ("凯美瑞", "D1", date(2026, 12, 31), Decimal("20.38")))


def test_what_somebody_else_wrote_meanwhile_is_neither_lost_nor_overwritten(specialist, customer, leader):
    order = OrderFactory(lead=customer, model="凯美瑞", at=NOW)
    shown = hidden(specialist.get(f"/reception/mine/{customer.pk}/").content.decode())
    change_order(order, {"number": ("", "D1"), "amount": (None, Decimal(20))}, by=leader, now=NOW)
    typed = {f"change-{order.pk}-model": "凯美瑞", f"change-{order.pk}-number": ""}

    kept = specialist.post(f"/reception/orders/{order.pk}/change/", shown | typed | {f"change-{order.pk}-expected_on": "2026-12-31"})
    refused = specialist.post(f"/reception/orders/{order.pk}/change/", shown | typed | {f"change-{order.pk}-number": "D9"})

    assert (kept.status_code, refused.status_code, "D9" in refused.content.decode()) == (303, 422, True)
    assert facts(order) == ("凯美瑞", "D1", date(2026, 12, 31), Decimal("20.00"))


def test_a_colleagues_order_is_not_changed(specialist, store):
    order = OrderFactory(lead=LeadFactory(store=store, reception=UserFactory(store=store, roles=["reception"])))

    assert specialist.post(f"/reception/orders/{order.pk}/change/", {}).status_code == 404


def test_leader_and_data_manager_correct_an_order_that_has_ended_and_a_refusal_stands_in_its_form(client_of, leader, store):
    now = NOW
    lead = LeadFactory(store=store, closed_at=now, closed_as="delivered")
    order = OrderFactory(lead=lead, at=now - timedelta(days=9), delivered_at=now, model="凯美瑞", number="D1")
    office, field = client_of(leader), f"change-{order.pk}"
    shown = hidden(office.get(f"/reception/mine/{lead.pk}/").content.decode())
    typed = {f"{field}-model": "凯美瑞", f"{field}-number": "D1"}

    refused = office.post(f"/reception/orders/{order.pk}/change/", shown | typed | {f"{field}-amount": "二十万"})
    answer = office.post(f"/reception/orders/{order.pk}/change/", shown | typed | {f"{field}-amount": "20.38"})

    assert (refused.status_code, "二十万" in refused.content.decode(), answer.status_code, facts(order)[3]) == (422, True, 303, Decimal("20.38"))
    assert "20.38 万" in office.get(f"/leads/{lead.pk}/").content.decode()


@pytest.mark.parametrize(("expected_on", "holds"), [(date(2026, 11, 24), False), (date(2026, 11, 25), True), (date(2026, 11, 26), True)])
def test_no_car_is_promised_for_a_day_before_the_signing(order, reception, expected_on, holds):
    other = LeadFactory(store=order.store, agent=order.agent, reception=reception)
    refused = nullcontext() if holds else pytest.raises(Refused, match=r"^11-25 签的：不会在那之前交车。选晚一点的日子。$")

    with refused as changing:
        change_order(order, {"expected_on": (None, expected_on)}, by=reception, now=THURSDAY_9)
    with refused as signing:
        place_order(other, Signing(expected_on=expected_on, signed_at=WEDNESDAY_9), by=reception, now=WEDNESDAY_9)

    kept = expected_on if holds else None
    assert (facts(order)[2], list(Order.objects.filter(lead=other).values_list("expected_on", flat=True))) == (kept, [kept] if holds else [])
    assert holds or [found.value.about for found in (changing, signing)] == ["expected_on"] * 2


def test_payment_and_trade_in_are_said_at_the_signing_and_corrected_later(lead, reception):
    Lead.objects.update(reception=reception)
    order = place_order(lead, Signing(payment="loan", trade_in=True), by=reception, now=WEDNESDAY_9)

    change_order(order, {"payment": ("loan", "full"), "trade_in": (True, False)}, by=reception, now=THURSDAY_9)

    order.refresh_from_db()
    assert (order.payment, order.trade_in) == ("full", False)
    assert trail("order.change") == [
        {"before": {"order_payment": "loan", "order_trade_in": "True"}, "after": {"order_payment": "full", "order_trade_in": "False"}}
    ]


def test_the_moment_of_a_signing_is_corrected_by_leader_or_data_manager_and_credit_stays(order, leader, reception, agent, lead):
    assert move_signing(order, WEDNESDAY_9 - timedelta(days=1), reason="合同是周二签的", by=leader, now=THURSDAY_9)

    order.refresh_from_db()
    lead.refresh_from_db()
    assert (order.at, order.logged_at, order.stated_reason) == (WEDNESDAY_9 - timedelta(days=1), WEDNESDAY_9, "合同是周二签的")
    assert (order.agent, order.reception, lead.ordered_at) == (agent, reception, order.at)
    before, after = ((WEDNESDAY_9 - timedelta(days=ago)).astimezone(UTC).isoformat() for ago in (0, 1))
    assert trail("order.change") == [{"before": {"signed_at": before}, "after": {"signed_at": after}}]
    assert not move_signing(order, order.at, reason="合同是周二签的", by=leader, now=THURSDAY_9)


def test_another_moment_of_a_signing_is_refused_to_others_without_a_reason_and_outside_its_bounds(order, leader, reception, lead, store, data_manager):
    earlier = WEDNESDAY_9 - timedelta(days=1)
    wrong = [
        (earlier, "写错了", reception),
        (earlier, " ", leader),
        (WEDNESDAY_9 + timedelta(minutes=1), "写错了", leader),
        (lead.received_at - timedelta(minutes=1), "写错了", leader),
    ]
    for at, reason, by in wrong:
        with pytest.raises(Refused):
            move_signing(order, at, reason=reason, by=by, now=THURSDAY_9)
    assert move_signing(order, lead.received_at, reason="写错了", by=data_manager, now=THURSDAY_9)


def test_no_signing_moves_into_or_out_of_a_closed_month(order, leader, store):
    Closing.objects.create(store=store, kind="month", period=f"{WEDNESDAY_9:%Y-%m}", number=1, at=THURSDAY_9, figures={})

    with pytest.raises(Refused):
        move_signing(order, WEDNESDAY_9 - timedelta(hours=1), reason="写错了", by=leader, now=THURSDAY_9)
