"""What channels cost: typed, or price by inquiry; less what was paid back."""

from datetime import date
from decimal import Decimal

import pytest

from dcc.errors import Refused
from leads.channels.costs import MonthCost, costs_of
from leads.channels.rules.costs import Change, set_month_costs, set_price
from leads.models import ChannelCost, ChannelPrice, Refund
from tests.factories import ChannelFactory, InquiryFactory, LeadFactory
from tests.moments import MONDAY_9, MONDAY_10, ZONE, moment
from tests.trail import trail

NOVEMBER, OCTOBER = date(2026, 11, 1), date(2026, 10, 1)


@pytest.fixture
def channel(store):
    """A portal paid by the lead."""
    return ChannelFactory(store=store, name="快手", price=Decimal("196.00"))


def inquiry(channel, at):
    """One arrival through it."""
    return InquiryFactory(lead=LeadFactory(store=channel.store, channel=channel, received_at=at))


@pytest.mark.parametrize(
    ("typed", "price", "cost", "net"),
    [(None, None, None, None), (None, "196", "392", "296"), ("500", "196", "500", "404"), ("0", "196", "0", "-96"), ("500", None, "500", "404")],
)
def test_what_was_typed_is_the_cost_else_the_price_of_each_inquiry(typed, price, cost, net):
    month = MonthCost(2, typed and Decimal(typed), price and Decimal(price), Decimal(96))

    assert (month.cost, month.net) == (cost and Decimal(cost), net and Decimal(net))


def test_a_month_counts_its_own_inquiries_and_what_was_paid_back_for_them(channel):
    first, last = inquiry(channel, moment(1, 0)), inquiry(channel, moment(30, 23, 59))
    before = inquiry(channel, moment(1, 0).replace(month=10, day=31, hour=23, minute=59, tzinfo=ZONE))
    inquiry(ChannelFactory(store=channel.store, name="易车"), MONDAY_9)
    for row, amount in ((first, "0.10"), (last, "0.20"), (before, "5.00")):
        Refund.objects.create(store=channel.store, inquiry=row, reason="wrong_number", state="paid", at=MONDAY_9, amount=Decimal(amount))

    known = costs_of(channel.store, [channel], OCTOBER, NOVEMBER)

    assert known[channel.pk, NOVEMBER] == MonthCost(2, None, Decimal(196), Decimal("0.30"))
    assert known[channel.pk, OCTOBER] == MonthCost(1, None, Decimal(196), Decimal("5.00"))


def test_a_changed_price_holds_from_its_own_month_on(store, marketing):
    channel = ChannelFactory(store=store, name="快手")
    for at in (moment(1, 0).replace(month=9), moment(1, 0).replace(month=10), moment(1, 0)):
        inquiry(channel, at)
    for before, after, at in (("", "190", moment(20, 9).replace(month=9)), ("190", "196", moment(1, 0).replace(month=10)), ("196", "220", MONDAY_9)):
        set_price(channel, Change(Decimal(before) if before else None, Decimal(after)), by=marketing, now=at)

    known = costs_of(store, [channel], date(2026, 8, 1), NOVEMBER)

    assert [known[channel.pk, date(2026, month, 1)].price for month in (8, 9, 10, 11)] == [Decimal(190), Decimal(190), Decimal(196), Decimal(220)]
    assert [known[channel.pk, date(2026, month, 1)].cost for month in (9, 10, 11)] == [Decimal(190), Decimal(196), Decimal(220)]


def test_a_price_taken_away_and_written_again_leaves_the_months_between_without_one(store, marketing):
    channel = ChannelFactory(store=store, name="快手", price=Decimal(196))
    set_price(channel, Change(Decimal(196), None), by=marketing, now=moment(1, 0).replace(month=9))
    set_price(channel, Change(None, Decimal(220)), by=marketing, now=MONDAY_9)

    known = costs_of(store, [channel], date(2026, 8, 1), NOVEMBER)

    assert [known[channel.pk, date(2026, month, 1)].price for month in (8, 9, 10, 11)] == [Decimal(196), None, None, Decimal(220)]


def test_the_costs_of_a_month_are_written_and_changed_once(channel, marketing):
    written = set_month_costs(channel, {NOVEMBER: Change(None, Decimal(12000))}, by=marketing, now=MONDAY_9)
    again = set_month_costs(channel, {NOVEMBER: Change(None, Decimal(12000))}, by=marketing, now=MONDAY_9)
    gone = set_month_costs(channel, {NOVEMBER: Change(Decimal(12000), None), OCTOBER: Change(None, Decimal("0.5"))}, by=marketing, now=MONDAY_10)

    assert (written, again, gone) == (1, 0, 2)
    assert list(ChannelCost.objects.values_list("month", "amount")) == [(OCTOBER, Decimal("0.50"))]
    assert trail("channel.cost") == [
        {"month": "2026-11", "before": None, "after": "12000.00"},
        {"month": "2026-10", "before": None, "after": "0.50"},
        {"month": "2026-11", "before": "12000.00", "after": None},
    ]


def test_what_somebody_changed_meanwhile_is_not_written_over(channel, marketing):
    set_month_costs(channel, {NOVEMBER: Change(None, Decimal(12000))}, by=marketing, now=MONDAY_9)

    with pytest.raises(Refused, match="12,000"):
        set_month_costs(channel, {NOVEMBER: Change(None, Decimal(9000))}, by=marketing, now=MONDAY_10)
    with pytest.raises(Refused, match="196"):
        set_price(channel, Change(None, Decimal(200)), by=marketing, now=MONDAY_10)

    assert ChannelCost.objects.get().amount == Decimal(12000)


def test_the_page_keeps_the_price_and_the_months(client_of, channel, marketing):
    browser = client_of(marketing)
    seen = {"initial-price": "196.00", "price": "210", "m2026-11": "12000.50", "initial-m2026-11": "", "m2026-10": "-1", "initial-m2026-10": ""}

    wrong = browser.post(f"/settings/channels/{channel.pk}/costs/", seen)
    right = browser.post(f"/settings/channels/{channel.pk}/costs/", {**seen, "m2026-10": ""})

    channel.refresh_from_db()
    assert (wrong.status_code, right.status_code) == (422, 303)
    assert (channel.price, list(ChannelCost.objects.values_list("month", "amount"))) == (Decimal("210.00"), [(NOVEMBER, Decimal("12000.50"))])
    assert trail("channel.price") == [{"before": "196.00", "after": "210.00"}]
    page = browser.get(f"/settings/channels/{channel.pk}/").content.decode()
    assert "12,000.50" in page


def test_a_past_year_is_asked_by_the_address_and_none_that_is_to_come(client_of, channel, leader):
    browser = client_of(leader)

    pages = [browser.get(f"/settings/channels/{channel.pk}/?year={year}") for year in ("2025", "2027", "x")]

    assert [page.context["costs"]["year"] for page in pages] == [2025, 2026, 2026]
    assert [len(page.context["costs"]["form"].months) for page in pages] == [12, 11, 11]
    assert browser.post(f"/settings/channels/{channel.pk}/costs/", {}).status_code == 403


def test_a_slip_of_the_month_holds_for_no_month(store, marketing):
    channel = ChannelFactory(store=store, name="快手")
    set_price(channel, Change(None, Decimal(1960)), by=marketing, now=MONDAY_9)
    set_price(channel, Change(Decimal(1960), Decimal(196)), by=marketing, now=MONDAY_10)

    known = costs_of(store, [channel], OCTOBER, NOVEMBER)

    assert [known[channel.pk, month].price for month in (OCTOBER, NOVEMBER)] == [Decimal(196), Decimal(196)]
    assert list(ChannelPrice.objects.values_list("month", "price")) == [(NOVEMBER, Decimal(196))]


@pytest.mark.parametrize(("day", "hour", "month"), [(30, 23, NOVEMBER), (1, 0, date(2026, 12, 1))])
def test_a_price_holds_from_the_month_of_the_stores_own_day(store, marketing, day, hour, month):
    channel = ChannelFactory(store=store, name="快手", price=Decimal(196))
    set_price(channel, Change(Decimal(196), Decimal(210)), by=marketing, now=moment(day, hour).replace(month=month.month))

    assert list(ChannelPrice.objects.values_list("month", "price"))[-1] == (month, Decimal(210))
