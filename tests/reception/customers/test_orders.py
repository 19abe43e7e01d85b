"""Orders: signed, cancelled, handed over."""

from datetime import timedelta
from uuid import uuid4

import pytest

from dcc.errors import Refused
from leads.grading.rules.closing_leads import close_lead
from leads.grading.rules.naming_specialist import name_reception
from leads.models import Lead
from reception.customers.rules.annulling_orders import annul_cancellation, annul_order
from reception.customers.rules.orders import Signing, cancel_order, deliver_order, place_order
from reception.models import Order
from tests.factories import AllocationFactory, OrderFactory, UserFactory, VisitFactory
from tests.moments import FRIDAY_9, MONDAY_10, THURSDAY_9, TUESDAY_9, WEDNESDAY_9
from tests.trail import trail

A_MICROSECOND = timedelta(microseconds=1)


def test_agent_and_reception_specialist_at_signing_have_the_credit_for_good(lead, reception, agent, other_agent):
    Lead.objects.update(reception=reception)

    order = place_order(lead, Signing(model="凯美瑞", number="D2611-087"), by=reception, now=WEDNESDAY_9)
    Lead.objects.update(agent=other_agent, reception=None)
    deliver_order(order, by=reception, now=FRIDAY_9)

    order.refresh_from_db()
    assert (order.agent, order.reception, order.at, order.model, order.number, order.delivered_at) == (
        agent,
        reception,
        WEDNESDAY_9,
        "凯美瑞",
        "D2611-087",
        FRIDAY_9,
    )
    assert trail("order.place") == [{}]


def test_an_order_typed_later_is_credited_to_who_received_the_customer_when_it_was_signed(store, lead, reception, leader):
    later = UserFactory(store=store, roles=["reception"])
    name_reception(lead, reception=reception, by=leader, now=TUESDAY_9)
    VisitFactory(store=store, lead=lead, tag="dcc", basis="named", at=THURSDAY_9, reception=later)
    Lead.objects.update(reception=later)

    before, meanwhile, today = (_credited(lead, signed_at, leader) for signed_at in (MONDAY_10, WEDNESDAY_9, FRIDAY_9))

    assert (before, meanwhile, today) == (None, reception, later)


def _credited(lead: Lead, signed_at, by):
    """Who has the credit of an order signed at this moment and typed on Friday; it is taken back again."""
    order = place_order(lead, Signing(signed_at=signed_at, stated_reason="合同补录"), by=by, now=FRIDAY_9)
    annul_order(order, by=by, now=FRIDAY_9)
    return order.reception


@pytest.mark.parametrize(("later", "holds"), [(timedelta(hours=1), False), (timedelta(hours=15) - A_MICROSECOND, False), (timedelta(hours=15), True)])
def test_whoever_withdrew_signs_nothing_new_on_that_day(lead, leader, later, holds):
    first = place_order(lead, Signing(), by=leader, now=TUESDAY_9)
    cancel_order(first, reason="换车型", by=leader, now=WEDNESDAY_9)

    try:
        place_order(lead, Signing(), by=leader, now=WEDNESDAY_9 + later)
    except Refused as refusal:
        said = str(refusal)
    else:
        said = ""

    assert (said, Order.objects.count()) == (("", 2) if holds else (f"{lead.name} 11-25 09:00 当天已退订。撤销那次退订，再改订单内容。", 1))


def test_a_cancellation_taken_back_is_no_withdrawal_but_the_order_runs(lead, leader):
    first = place_order(lead, Signing(), by=leader, now=TUESDAY_9)
    cancel_order(first, reason="换车型", by=leader, now=WEDNESDAY_9)
    annul_cancellation(first, by=leader, now=WEDNESDAY_9)

    with pytest.raises(Refused, match="已有"):
        place_order(lead, Signing(), by=leader, now=WEDNESDAY_9)

    assert Order.objects.get().cancelled_at is None


def test_one_order_runs_per_lead(lead, leader):
    first = place_order(lead, Signing(), by=leader, now=TUESDAY_9)

    with pytest.raises(Refused):
        place_order(lead, Signing(), by=leader, now=WEDNESDAY_9)
    cancel_order(first, reason="换车型", by=leader, now=WEDNESDAY_9)
    place_order(lead, Signing(), by=leader, now=THURSDAY_9)

    assert list(Order.objects.values_list("at", "cancelled_at")) == [(TUESDAY_9, WEDNESDAY_9), (THURSDAY_9, None)]


def test_a_form_sent_twice_is_one_order(lead, leader):
    token = uuid4()

    first, second = (place_order(lead, Signing(token=token), by=leader, now=TUESDAY_9) for _ in range(2))

    assert (first, Order.objects.count()) == (second, 1)


def test_the_lead_carries_its_first_order_that_was_not_cancelled(lead, leader):
    first = place_order(lead, Signing(), by=leader, now=TUESDAY_9)
    signed = Lead.objects.get().ordered_at
    cancel_order(first, reason="贷款没批", by=leader, now=WEDNESDAY_9)
    cancelled = Lead.objects.get().ordered_at

    place_order(lead, Signing(), by=leader, now=THURSDAY_9)

    assert (signed, cancelled, Lead.objects.get().ordered_at) == (TUESDAY_9, None, THURSDAY_9)


def test_delivery_closes_the_lead_as_delivered(lead, leader):
    order = place_order(lead, Signing(), by=leader, now=TUESDAY_9)

    answers = [deliver_order(order, by=leader, now=when) for when in (FRIDAY_9, FRIDAY_9 + timedelta(hours=1))]

    closed = Lead.objects.get()
    assert answers == [True, False]
    assert (closed.closed_at, closed.closed_as, closed.delivered_at) == (FRIDAY_9, "delivered", FRIDAY_9)


def test_closing_otherwise_is_refused_while_an_order_runs(lead, leader):
    order = place_order(lead, Signing(), by=leader, now=TUESDAY_9)

    with pytest.raises(Refused):
        close_lead(lead, outcome="lost", reason="其他", by=leader, now=WEDNESDAY_9)
    cancel_order(order, reason="退订", by=leader, now=WEDNESDAY_9)
    closed = close_lead(lead, outcome="lost", reason="其他", by=leader, now=THURSDAY_9)

    assert closed is True


def test_a_cancelled_order_is_not_handed_over_and_a_delivered_one_not_cancelled(lead, leader):
    cancelled = OrderFactory(lead=lead, cancelled_at=TUESDAY_9)
    delivered = OrderFactory(lead=lead, delivered_at=TUESDAY_9)

    answers = (deliver_order(cancelled, by=leader, now=WEDNESDAY_9), cancel_order(delivered, reason="后悔", by=leader, now=WEDNESDAY_9))

    assert answers == (False, False)


def test_a_cancellation_wants_a_reason(lead, leader):
    order = place_order(lead, Signing(), by=leader, now=TUESDAY_9)

    with pytest.raises(Refused):
        cancel_order(order, reason="", by=leader, now=WEDNESDAY_9)

    assert Order.objects.get().cancelled_at is None


def test_a_closed_lead_and_a_moment_ahead_take_no_order(lead, leader):
    with pytest.raises(Refused):
        place_order(lead, Signing(signed_at=TUESDAY_9), by=leader, now=MONDAY_10)
    Lead.objects.update(closed_at=MONDAY_10, closed_as="lost", reason="其他")
    with pytest.raises(Refused):
        place_order(lead, Signing(), by=leader, now=TUESDAY_9)

    assert Order.objects.count() == 0


def test_what_is_typed_later_counts_on_its_own_day_with_the_agent_of_then(lead, leader, agent, other_agent):
    AllocationFactory(lead=lead, agent=agent, at=MONDAY_10)
    AllocationFactory(lead=lead, agent=other_agent, at=WEDNESDAY_9)
    Lead.objects.update(agent=other_agent, allocated_at=WEDNESDAY_9)

    order = place_order(lead, Signing(signed_at=TUESDAY_9, stated_reason="合同补录"), by=leader, now=THURSDAY_9)
    deliver_order(order, at=WEDNESDAY_9, reason="忘了点", by=leader, now=FRIDAY_9)

    order.refresh_from_db()
    assert (order.at, order.agent, order.delivered_at, Lead.objects.get().delivered_at) == (TUESDAY_9, agent, WEDNESDAY_9, WEDNESDAY_9)


def test_nothing_happens_ahead_of_now_or_before_the_signing(lead, leader):
    order = place_order(lead, Signing(), by=leader, now=WEDNESDAY_9)

    for at in (TUESDAY_9, FRIDAY_9):
        with pytest.raises(Refused):
            deliver_order(order, at=at, by=leader, now=THURSDAY_9)
        with pytest.raises(Refused):
            cancel_order(order, reason="换车型", at=at, by=leader, now=THURSDAY_9)

    order.refresh_from_db()
    assert (order.delivered_at, order.cancelled_at) == (None, None)
