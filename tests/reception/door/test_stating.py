"""Moments of orders that are stated, not pressed: how far back, by whom, with which reason, and never into a closed month.

See docs/rules/domain.md#stated-orders, docs/rules/trust.md#duties.
"""

from contextlib import suppress
from datetime import timedelta

import pytest

from dcc.errors import Refused
from leads.models import Lead
from reception.customers.rules.orders import Signing, cancel_order, deliver_order, place_order
from reception.models import Order
from reporting.models import Closing
from tests.factories import OrderFactory
from tests.moments import FRIDAY_9, MONDAY_9, THURSDAY_9, TUESDAY_9, WEDNESDAY_9, moment
from tests.trail import trail

SECOND = timedelta(seconds=1)
A_DAY = timedelta(days=1)


def test_what_is_pressed_there_and_then_was_written_at_its_own_moment(lead, reception):
    order = place_order(lead, Signing(), by=reception, now=WEDNESDAY_9)
    deliver_order(order, by=reception, now=THURSDAY_9)

    order.refresh_from_db()
    assert (order.at, order.logged_at, order.delivered_at, order.delivery_logged_at, order.delivered_by) == (WEDNESDAY_9, None, THURSDAY_9, None, reception)


def test_a_stated_moment_says_when_it_was_written_and_stands_on_the_trail(lead, reception):
    order = place_order(lead, Signing(signed_at=WEDNESDAY_9 - SECOND), by=reception, now=WEDNESDAY_9)
    cancel_order(order, reason="换车型", at=WEDNESDAY_9, by=reception, now=WEDNESDAY_9 + SECOND)

    order.refresh_from_db()
    assert (order.at, order.logged_at) == (WEDNESDAY_9 - SECOND, WEDNESDAY_9)
    assert (order.cancelled_at, order.cancellation_logged_at, order.cancelled_by) == (WEDNESDAY_9, WEDNESDAY_9 + SECOND, reception)
    assert trail("order.place") == [{"stated": "2026-11-25T08:59:59+08:00"}]
    assert trail("order.cancel") == [{"stated": "2026-11-25T09:00:00+08:00"}]


@pytest.mark.parametrize(("back", "who_may"), [(A_DAY - SECOND, 4), (A_DAY, 4), (A_DAY + SECOND, 2)])
def test_more_than_a_day_back_is_the_leaders_and_the_data_managers_to_write(lead, agent, reception, leader, data_manager, back, who_may):
    allowed = 0
    for by in (agent, reception, leader, data_manager):
        try:
            place_order(lead, Signing(signed_at=THURSDAY_9 - back, stated_reason="合同补录"), by=by, now=THURSDAY_9)
        except Refused:
            continue
        allowed += 1
        Order.objects.all().delete()

    assert allowed == who_may


@pytest.mark.parametrize(("back", "refused"), [(A_DAY, False), (A_DAY + SECOND, True)])
def test_more_than_a_day_back_wants_a_reason(lead, leader, back, refused):
    with suppress(Refused):
        place_order(lead, Signing(signed_at=THURSDAY_9 - back, stated_reason=" "), by=leader, now=THURSDAY_9)

    assert Order.objects.exists() is not refused


@pytest.mark.parametrize(("before", "orders"), [(SECOND, 0), (timedelta(), 1), (-SECOND, 1)])
def test_an_order_is_signed_at_the_earliest_when_its_lead_arrived(lead, leader, before, orders):
    Lead.objects.update(received_at=TUESDAY_9)
    lead.refresh_from_db()

    with suppress(Refused):
        place_order(lead, Signing(signed_at=TUESDAY_9 - before, stated_reason="合同补录"), by=leader, now=THURSDAY_9)

    assert Order.objects.count() == orders


def test_delivery_and_cancellation_follow_the_same_rule(lead, reception, leader):
    order = OrderFactory(lead=lead, at=MONDAY_9)

    with pytest.raises(Refused):
        deliver_order(order, at=TUESDAY_9, reason="补", by=reception, now=THURSDAY_9)
    with pytest.raises(Refused):
        deliver_order(order, at=TUESDAY_9, by=leader, now=THURSDAY_9)
    with pytest.raises(Refused):
        cancel_order(order, reason="换车型", at=TUESDAY_9, by=reception, now=THURSDAY_9)
    delivered = deliver_order(order, at=TUESDAY_9, reason="周二交的车，忘了点", by=leader, now=THURSDAY_9)

    order.refresh_from_db()
    assert delivered is True
    assert (order.delivered_at, order.delivery_logged_at, order.delivery_reason, order.delivered_by) == (TUESDAY_9, THURSDAY_9, "周二交的车，忘了点", leader)


def test_nothing_is_written_into_a_closed_month_and_its_last_second_belongs_to_it(store, lead, leader, data_manager):
    Closing.objects.create(store=store, kind="month", period="2026-10", number=1, by=data_manager, at=WEDNESDAY_9)
    Lead.objects.update(received_at=moment(1, 9) - timedelta(days=20))
    lead.refresh_from_db()
    november = moment(1, 0)

    with pytest.raises(Refused):
        place_order(lead, Signing(signed_at=november - SECOND, stated_reason="合同补录"), by=data_manager, now=THURSDAY_9)
    order = place_order(lead, Signing(signed_at=november, stated_reason="合同补录"), by=data_manager, now=THURSDAY_9)

    assert (order.at, order.logged_at) == (november, THURSDAY_9)


def test_a_closed_day_and_another_stores_closed_month_hinder_nothing(store, other_store, lead, leader):
    Closing.objects.create(store=store, period="2026-11-24", number=1, at=WEDNESDAY_9)
    Closing.objects.create(store=other_store, kind="month", period="2026-11", number=1, at=WEDNESDAY_9)

    order = place_order(lead, Signing(signed_at=TUESDAY_9, stated_reason="合同补录"), by=leader, now=FRIDAY_9)

    assert order.at == TUESDAY_9
