"""The leader freezes what a month pays; what changes afterwards is a correction in a later month, and each event is paid once."""

import json
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from calls.models import CardCheck
from dcc.errors import Changed, Refused
from dcc.models import Notice
from reception.models import Order
from reporting.closings.seal import first_broken
from reporting.models import Closing, DealTick, RewardRate, RewardRule, Statement
from reporting.rewards.month_pay import pay_of
from reporting.rewards.pay_sheet import FACTOR, TRANSFER
from reporting.rewards.rules.freezing import freeze_month, tick_deal
from tests.factories import CardFactory, ChannelFactory, InquiryFactory, LeadFactory, OrderFactory, VisitFactory
from tests.moments import NOW, moment

AUGUST, SEPTEMBER, OCTOBER, NOVEMBER = (date(2026, month, 1) for month in (8, 9, 10, 11))
PAGE, STATEMENT = "/reports/rewards/", "/reports/statement/"


def on(month: date, day: int):
    return NOW.replace(month=month.month, day=day)


@pytest.fixture
def rules(store) -> None:
    for measure, amount in (("cards", "5"), ("visits", "60"), ("deals", "40")):
        RewardRate.objects.create(store=store, measure=measure, role="agent", amount=Decimal(amount), first_day=AUGUST)
    RewardRate.objects.create(store=store, measure="visits", role="reception", amount=30, first_day=AUGUST)


def closed(store, month: date, number: int) -> None:
    Closing.objects.create(store=store, kind="month", period=f"{month:%Y-%m}", number=number, at=NOW, figures={})


def sealed(store) -> None:
    from reporting.ledger.deriving import _seal  # noqa: PLC0415 - the chain of what was made by hand

    _seal(store)


def came(store, agent, at, reception=None):
    lead = LeadFactory(store=store, agent=agent, received_at=at)
    return VisitFactory(store=store, lead=lead, at=at, tag="dcc", purpose="look", agent=agent, reception=reception)


def frozen(store, month, leader, now=NOW):
    Closing.objects.filter(store=store, hash="").exists() and sealed(store)
    return freeze_month(store, month, total=pay_of(store, month).total, by=leader, now=now)


def test_three_months_running_pay_each_event_once(store, rules, agent, other_agent, reception, leader):
    """A visit of August typed after its freezing, a card found void after September's, a rate of one's own hands in October."""
    for number, month in enumerate((AUGUST, SEPTEMBER, OCTOBER)):
        closed(store, month, number + 1)
        came(store, agent, on(month, 3), reception)
    card = CardFactory(lead=LeadFactory(store=store, agent=agent), agent=agent, at=on(AUGUST, 5))
    frozen(store, AUGUST, leader)
    came(store, other_agent, on(AUGUST, 20))

    frozen(store, SEPTEMBER, leader)
    assert Statement.objects.get(user=other_agent, month=SEPTEMBER).corrections == [{"month": "2026-08", "amount": "60.00"}]
    CardCheck.objects.create(store=store, lead=card.lead, by=leader, at=NOW, upheld=False, kind="invented", reason="没有意向")
    frozen(store, OCTOBER, leader)

    assert Statement.objects.get(user=agent, month=OCTOBER).corrections == [{"month": "2026-08", "amount": "-5.00"}]
    assert not Statement.objects.get(user=other_agent, month=OCTOBER).corrections
    paid = {person: sum(row.total for row in Statement.objects.filter(user=person)) for person in (agent, other_agent, reception)}
    assert paid == {agent: 180, other_agent: 60, reception: 90}
    lines = [
        line["visit"] for row in Statement.objects.filter(role="agent") for step in row.steps if step["measure"] == "visits" for line in step.get("lines", [])
    ]
    assert len(lines) == len(set(lines)) == 3  # the fourth is a correction
    assert first_broken(Closing.objects.filter(store=store).order_by("number")) is None
    assert Notice.objects.filter(user=agent, kind="statement.frozen").count() == 3


def test_a_month_is_frozen_once_it_is_closed_its_deals_are_ticked_and_its_sum_was_seen(client_of, store, rules, agent, leader):
    RewardRule.objects.create(store=store, role="agent", kind=TRANSFER, measure="deals", amount=300, first_day=AUGUST)
    lead = LeadFactory(store=store, agent=agent, received_at=on(OCTOBER, 2))
    InquiryFactory(lead=lead, channel=ChannelFactory(store=store, source="transfer"), received_at=on(OCTOBER, 2))
    order = OrderFactory(lead=lead, agent=agent, at=on(OCTOBER, 3), delivered_at=on(OCTOBER, 9))
    with pytest.raises(Refused):
        freeze_month(store, OCTOBER, total=Decimal(40), by=leader, now=NOW)
    closed(store, OCTOBER, 1)
    sealed(store)
    assert (pay_of(store, OCTOBER).waiting, pay_of(store, OCTOBER).total) == (1, 40)
    with pytest.raises(Refused):
        freeze_month(store, OCTOBER, total=Decimal(40), by=leader, now=NOW)
    with pytest.raises(Refused):
        tick_deal(store, order.pk, granted=False, by=leader, now=NOW)

    page, sent = client_of(leader), {"month": "2026-10", "order": f"{order.pk}"}
    assert not page.get(f"{PAGE}?month=2026-10").context["is_ready"]
    for said in ({"refuse": "1", "reason": "先不付"}, {}, {}):
        assert page.post(f"{PAGE}tick/", sent | said).status_code == 303
        assert page.get(f"{PAGE}?month=2026-10").context["is_ready"]
    assert (DealTick.objects.count(), pay_of(store, OCTOBER).total) == (2, 340)
    with pytest.raises(Changed):
        freeze_month(store, OCTOBER, total=Decimal(40), by=leader, now=NOW)

    closing = freeze_month(store, OCTOBER, total=Decimal(340), by=leader, now=NOW)
    assert freeze_month(store, OCTOBER, total=Decimal(1), by=leader, now=NOW) == closing
    assert (closing.kind, closing.number, Statement.objects.count()) == ("rewards", 2, 1)
    Order.objects.filter(pk=order.pk).update(delivered_at=None)
    assert pay_of(store, NOVEMBER).total == -340


def test_the_page_of_a_month_freezes_what_it_shows_and_each_reads_their_own_statement(client_of, store, rules, agent, other_agent, leader, manager, front_desk):
    RewardRule.objects.create(store=store, role="agent", kind=FACTOR, measure="deals", amount=0, condition={"cap": "1.2"}, first_day=AUGUST)
    visit = came(store, agent, on(OCTOBER, 3))
    closed(store, OCTOBER, 1)
    sealed(store)
    page = client_of(leader).get(f"{PAGE}?month=2026-10")
    assert (page.context["is_ready"], page.context["sums"]["total"]) == (True, 60)
    assert client_of(agent).get(f"{STATEMENT}?month=2026-10").context["total"] == "60.00"

    sent = {"month": "2026-10", "total": f"{page.context['sums']['total']}"}
    assert client_of(manager).post(f"{PAGE}freeze/", sent).status_code == 403
    assert client_of(leader).post(f"{PAGE}freeze/", sent).status_code == 303
    assert client_of(leader).post(f"{PAGE}freeze/", {"month": "2026-11", "total": "0"}).status_code == 303

    assert Closing.objects.filter(kind="rewards").count() == 1
    assert client_of(manager).get(f"{PAGE}?month=2026-10").context["frozen"].number == 2
    statement = client_of(agent).get(f"{STATEMENT}?month=2026-10")
    assert (statement.context["total"], statement.context["frozen"].number) == ("60.00", 2)
    assert f"/leads/{visit.lead_id}/" in statement.content.decode()
    assert client_of(other_agent).get(f"{STATEMENT}?month=2026-10").context["total"] == "0.00"
    assert client_of(other_agent).get(f"{STATEMENT}?month=2026-10&user=agent").status_code == 404
    assert client_of(leader).get(f"{STATEMENT}?month=2026-10&user=agent").context["total"] == "60.00"
    assert client_of(front_desk).get(STATEMENT).status_code == 403
    assert client_of(agent).get(f"{STATEMENT}?month=2026-12").status_code == 404
    assert client_of(leader).get("/reports/closings/?number=2").status_code == 302


def test_the_command_answers_with_the_lines_of_a_month(store, rules, agent, reception):
    came(store, agent, on(OCTOBER, 3), reception)
    out = StringIO()
    call_command("report", "statement", "--store", "S1", "--from", "2026-10-01", "--to", "2026-10-31", stdout=out)
    answered = json.loads(out.getvalue())
    assert [(line["user"], line["measure"], line["amount"]) for line in answered["lines"] if line["amount"] != "0.00"] == [
        ("agent", "visits", "60.00"),
        ("reception", "visits", "30.00"),
    ]
    assert answered["total"] == {"agent": "60.00", "reception": "30.00"}


def test_the_month_so_far_is_what_the_figures_count_until_now(client_of, store, rules, agent):
    came(store, agent, moment(23, 10))
    assert client_of(agent).get(STATEMENT).context["total"] == "60.00"


def test_what_counts_and_pays_nothing_unfolds_into_the_lines_of_whose_it_is(client_of, store, rules, agent, leader):
    lead = LeadFactory(store=store, agent=agent, received_at=moment(3, 9), name="于红")
    card = CardFactory(lead=lead, agent=agent, at=moment(3, 10))
    CardCheck.objects.create(store=store, lead=card.lead, by=leader, at=NOW, upheld=False, kind="invented", reason="没有意向")
    client = client_of(leader)

    page = client.get(f"{PAGE}?month=2026-11")

    [(words, [row]), (claimed, none)] = page.context["unpaid"]
    assert (words, row["person"], row["lead"], claimed, none) == ("作废卡 1 张", agent, lead, "展厅已建卡，没定或已归展厅 0 件", [])
    line = client.get(row["url"])
    assert line.status_code == 200
    assert "于红" in line.content.decode()
    assert row["url"].replace("&", "&amp;") in page.content.decode()
