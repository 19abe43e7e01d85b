"""Orders, deliveries and cancellations that were none are taken back: by whom, until when, and what is as before.

See docs/rules/trust.md#duties, docs/rules/ledger.md#taken-back.
"""

from datetime import timedelta
from uuid import uuid4

import pytest

from dcc.errors import Refused
from dcc.models import Notice
from leads.grading.rules.closing_leads import close_lead
from leads.models import FollowUp, Lead, Proposal, Request
from reception.customers.rules.annulling_orders import annul_cancellation, annul_delivery, annul_order
from reception.customers.rules.orders import Signing, cancel_order, deliver_order, place_order
from reception.models import Order
from reporting.models import Closing
from tests.factories import CallFactory, DoNotCallFactory, FollowUpFactory, LeadFactory, OrderFactory, ProposalFactory, RequestFactory
from tests.moments import FRIDAY_9, MONDAY_10, SATURDAY_9, THURSDAY_9, TUESDAY_9, WEDNESDAY_9
from tests.trail import trail

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
LIMITS = [(5 * MINUTE - SECOND, True), (5 * MINUTE, True), (5 * MINUTE + SECOND, False)]


@pytest.fixture
def signed(lead, reception) -> Order:
    """An order the specialist signed on Wednesday."""
    Lead.objects.update(reception=reception)
    lead.refresh_from_db()
    return place_order(lead, Signing(), by=reception, now=WEDNESDAY_9)


@pytest.fixture
def delivered(signed, reception) -> Order:
    """Handed over on Thursday."""
    deliver_order(signed, by=reception, now=THURSDAY_9)
    return signed


@pytest.fixture
def cancelled(signed, reception) -> Order:
    """Cancelled on Thursday."""
    cancel_order(signed, reason="换车型", by=reception, now=THURSDAY_9)
    return signed


def took(verb, order: Order, **how) -> bool:
    """Whether it was taken back, or refused."""
    try:
        verb(order, **how)
    except Refused:
        return False
    return True


@pytest.mark.parametrize(("after", "taken"), LIMITS)
def test_whoever_signed_takes_it_back_within_five_minutes_without_a_reason(signed, reception, after, taken):
    assert took(annul_order, signed, by=reception, now=WEDNESDAY_9 + after) is taken


@pytest.mark.parametrize(("after", "taken"), LIMITS)
def test_the_five_minutes_of_a_stated_moment_run_from_the_writing(lead, reception, after, taken):
    order = place_order(lead, Signing(signed_at=WEDNESDAY_9 - timedelta(hours=20)), by=reception, now=WEDNESDAY_9)

    assert took(annul_order, order, by=reception, now=WEDNESDAY_9 + after) is taken


@pytest.mark.parametrize(("after", "taken"), LIMITS)
@pytest.mark.parametrize(("verb", "order"), [(annul_delivery, "delivered"), (annul_cancellation, "cancelled")])
def test_so_does_whoever_delivered_or_cancelled(request, reception, verb, order, after, taken):
    assert took(verb, request.getfixturevalue(order), by=reception, now=THURSDAY_9 + after) is taken


@pytest.mark.parametrize(("role", "reason", "taken"), [
    ("leader", "签错人", True),
    ("data_manager", "签错人", True),
    ("leader", "", False),
    ("data_manager", " ", False),
    ("reception", "签错人", False),
    ("agent", "签错人", False),
    ("director", "签错人", False),
])  # fmt: skip
def test_later_it_is_the_leaders_and_the_data_managers_with_a_reason(request, signed, role, reason, taken):
    assert took(annul_order, signed, reason=reason, by=request.getfixturevalue(role), now=FRIDAY_9) is taken


def test_an_order_taken_back_counts_nowhere_and_another_may_be_signed(signed, lead, reception):
    annul_order(signed, by=reception, now=WEDNESDAY_9 + MINUTE)
    without = Lead.objects.get().ordered_at

    again = place_order(lead, Signing(), by=reception, now=THURSDAY_9)

    assert (without, Lead.objects.get().ordered_at, Order.objects.get(), Order.every.count()) == (None, THURSDAY_9, again, 2)


def test_a_form_of_an_order_that_was_taken_back_signs_nothing(lead, reception):
    token = uuid4()
    annul_order(place_order(lead, Signing(token=token), by=reception, now=WEDNESDAY_9), by=reception, now=WEDNESDAY_9)

    with pytest.raises(Refused):
        place_order(lead, Signing(token=token), by=reception, now=WEDNESDAY_9 + SECOND)

    assert Order.every.count() == 1


def test_a_delivery_is_taken_back_first(delivered, leader):
    with pytest.raises(Refused):
        annul_order(delivered, reason="签错人", by=leader, now=FRIDAY_9)
    annul_delivery(delivered, reason="没交车", by=leader, now=FRIDAY_9)
    annul_order(delivered, reason="签错人", by=leader, now=FRIDAY_9)

    assert Order.objects.count() == 0


def test_a_cancellation_goes_with_its_order(cancelled, leader):
    annul_order(cancelled, reason="签错人", by=leader, now=FRIDAY_9)

    assert Order.objects.count() == 0


def test_a_delivery_taken_back_is_kept_on_the_order_and_the_lead_is_open_again(delivered, leader, lead):
    annul_delivery(delivered, reason="没交车", by=leader, now=FRIDAY_9)

    order = Order.objects.get()
    lead.refresh_from_db()
    assert (order.delivered_at, order.delivery_logged_at, order.delivered_by) == (None, None, None)
    assert order.taken_back == [{"delivered_at": "2026-11-26T01:00:00+00:00", "at": "2026-11-27T01:00:00+00:00", "by": leader.pk, "reason": "没交车"}]
    assert (lead.closed_at, lead.closed_as, lead.closed_agent, lead.delivered_at, lead.ordered_at) == (None, "", None, None, WEDNESDAY_9)
    assert trail("order.annul_delivery") == [{}]
    assert trail("lead.reopen") == [{}]


def test_what_the_closing_ended_is_open_again_and_what_had_ended_before_is_not(lead, leader, agent):
    order = OrderFactory(lead=lead, at=TUESDAY_9)
    owed = FollowUpFactory(lead=lead, agent=agent, due_at=FRIDAY_9)
    done = FollowUpFactory(lead=lead, agent=agent, kind="retry", due_at=TUESDAY_9, done_at=WEDNESDAY_9, ended_as="done")
    proposal = ProposalFactory(lead=lead, kind="unreachable", by=agent, at=WEDNESDAY_9)
    asked = RequestFactory(lead=lead, kind="number", by=agent, at=WEDNESDAY_9)
    Lead.objects.update(review_since=WEDNESDAY_9, missed_at=WEDNESDAY_9)
    CallFactory(lead=lead, agent=None, direction="in", outcome="missed", at=WEDNESDAY_9)
    deliver_order(order, by=leader, now=THURSDAY_9)

    annul_delivery(order, by=leader, now=THURSDAY_9 + MINUTE)

    lead.refresh_from_db()
    assert (FollowUp.objects.get(pk=owed.pk).done_at, FollowUp.objects.get(pk=done.pk).done_at) == (None, WEDNESDAY_9)
    assert (Proposal.objects.get(pk=proposal.pk).decision, Request.objects.get(pk=asked.pk).decision) == ("", "")
    assert (lead.review_since, lead.missed_at) == (WEDNESDAY_9, WEDNESDAY_9)


@pytest.mark.parametrize("closed", [None, SATURDAY_9])
def test_while_the_number_has_a_later_lead_the_delivery_stands_and_the_sentence_names_it(delivered, lead, leader, closed):
    end = {"closed_at": closed, "closed_as": "lost", "reason": "其他"} if closed else {}
    LeadFactory(store=lead.store, phone=lead.phone, name="张先生", received_at=FRIDAY_9, opened_at=FRIDAY_9, **end)

    with pytest.raises(Refused, match=r"张先生.*11-27 09:00"):
        annul_delivery(delivered, reason="没交车", by=leader, now=SATURDAY_9)

    assert (Order.objects.get().delivered_at, Lead.objects.get(pk=lead.pk).closed_as) == (THURSDAY_9, "delivered")


def test_while_another_order_of_the_lead_is_delivered_the_delivery_stands(delivered, lead, leader):
    OrderFactory(lead=lead, at=WEDNESDAY_9, delivered_at=THURSDAY_9)

    with pytest.raises(Refused, match="11-26 09:00"):
        annul_delivery(delivered, reason="没交车", by=leader, now=FRIDAY_9)

    assert (Order.objects.get(pk=delivered.pk).delivered_at, Lead.objects.get(pk=lead.pk).closed_as) == (THURSDAY_9, "delivered")


def test_while_the_number_is_not_to_be_called_the_delivery_stands(delivered, lead, leader):
    DoNotCallFactory(store=lead.store, phone=lead.phone, at=THURSDAY_9)

    with pytest.raises(Refused, match="不再联系"):
        annul_delivery(delivered, reason="没交车", by=leader, now=FRIDAY_9)

    assert Lead.objects.get(pk=lead.pk).closed_as == "delivered"


def test_an_earlier_lead_of_the_number_hinders_nothing(delivered, lead, leader):
    LeadFactory(store=lead.store, phone=lead.phone, received_at=MONDAY_10, opened_at=MONDAY_10, closed_at=TUESDAY_9, closed_as="lost", reason="其他")

    assert took(annul_delivery, delivered, reason="没交车", by=leader, now=SATURDAY_9)


def test_a_cancellation_taken_back_lets_the_order_run_on(cancelled, leader, lead):
    annul_cancellation(cancelled, reason="没退", by=leader, now=FRIDAY_9)

    order = Order.objects.get()
    assert (order.cancelled_at, order.cancel_reason, order.cancelled_by, Lead.objects.get().ordered_at) == (None, "", None, WEDNESDAY_9)
    assert [(back["cancelled_at"], back["reason"]) for back in order.taken_back] == [("2026-11-26T01:00:00+00:00", "没退")]


def test_not_beside_another_running_order_nor_on_a_closed_lead(cancelled, leader, lead):
    second = place_order(lead, Signing(), by=leader, now=FRIDAY_9)
    beside = took(annul_cancellation, cancelled, reason="没退", by=leader, now=FRIDAY_9)
    annul_order(second, by=leader, now=FRIDAY_9)
    close_lead(lead, outcome="lost", reason="其他", by=leader, now=FRIDAY_9)

    closed = took(annul_cancellation, cancelled, reason="没退", by=leader, now=SATURDAY_9)

    assert (beside, closed) == (False, False)


@pytest.mark.parametrize(("verb", "order"), [(annul_order, "signed"), (annul_delivery, "delivered"), (annul_cancellation, "cancelled")])
def test_each_is_taken_back_once(request, leader, verb, order):
    found = request.getfixturevalue(order)

    taken = [took(verb, found, reason="弄错了", by=leader, now=FRIDAY_9) for _time in range(2)]

    assert taken == [True, False]


def test_in_a_closed_day_it_is_an_adjustment_by_the_moment_it_counted_on(store, delivered, leader):
    Closing.objects.create(store=store, period="2026-11-25", number=1, at=FRIDAY_9)

    annul_delivery(delivered, reason="没交车", by=leader, now=FRIDAY_9)
    annul_order(delivered, reason="签错人", by=leader, now=FRIDAY_9)

    assert (trail("order.annul_delivery"), trail("order.annul")) == ([{}], [{"closed": True}])


def test_the_leads_agent_is_told(signed, leader, agent):
    annul_order(signed, reason="签错人", by=leader, now=FRIDAY_9)

    assert Notice.objects.get(kind="order.annulled").user == agent
