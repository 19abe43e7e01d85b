"""A trial pays by all rules of the store: what it says is what the months would come to if the visits were so."""

from datetime import date

import pytest

from reception.models import Order, Visit
from reporting.models import Objection, RewardRate, RewardRule, Target
from reporting.rewards.month_pay import pay_of
from reporting.rewards.pay_sheet import FACTOR, GOAL, TIER
from reporting.trials.paid import Move, pay_moved
from tests.factories import CardFactory, LeadFactory, OrderFactory, VisitFactory
from tests.moments import NOW

OCTOBER = date(2026, 10, 1)


def on(day: int):
    return NOW.replace(month=10, day=day)


def sums(store):
    return {(pay.role, pay.person.pk): pay.total for pay in pay_of(store, OCTOBER).pays}


@pytest.fixture
def month(store, agent, other_agent, reception):
    """Visits, cards and a deal of two agents; tier, factor and goal hang on them."""
    for measure, role in (("visits", "agent"), ("deals", "agent"), ("visits", "reception"), ("deals", "reception")):
        RewardRate.objects.create(store=store, measure=measure, role=role, amount=60, first_day=OCTOBER)
    tier = {"over": "visits", "under": "cards", "from": "100", "to": None}
    for kind, measure, condition in ((TIER, "visits", tier), (FACTOR, "deals", {"cap": "1.5"}), (GOAL, "", {})):
        RewardRule.objects.create(store=store, role="agent", kind=kind, measure=measure, amount=10, condition=condition, first_day=OCTOBER)
    for measure, value in (("deals", 3), ("visits", 2)):
        Target.objects.create(store=store, user=agent, month=OCTOBER, measure=measure, value=value)
    leads = [LeadFactory(store=store, agent=one, received_at=on(1)) for one in (agent, agent, other_agent)]
    for lead in leads:
        CardFactory(lead=lead, agent=lead.agent, at=on(2))
        VisitFactory(store=store, lead=lead, at=on(3), tag="dcc", purpose="look", agent=lead.agent, reception=reception)
        OrderFactory(lead=lead, agent=lead.agent, reception=reception, at=on(4), delivered_at=on(9))
    return leads


def differs(before, after):
    return {who: after.get(who, 0) - before.get(who, 0) for who in {*before, *after} if after.get(who, 0) != before.get(who, 0)}


def test_a_visit_that_moves_and_orders_that_are_lost_change_what_the_months_would_come_to(store, month, agent, other_agent, reception):
    before, visit, order = sums(store), Visit.objects.get(lead=month[0]), Order.objects.get(lead=month[1])
    own, other = (agent.pk, reception.pk), (other_agent.pk, reception.pk)
    moves = [Move("visits", visit.pk, visit.at, visit.lead_id, own, other), Move("deals", order.pk, order.delivered_at, order.lead_id, own, None)]
    tried = pay_moved(store, moves)

    Visit.objects.filter(pk=visit.pk).update(agent=other_agent)
    Order.objects.filter(pk=order.pk).update(delivered_at=None)
    assert {who: amount for who, amount in tried.items() if amount} == differs(before, sums(store))
    assert set(differs(before, sums(store))) == {("agent", agent.pk), ("agent", other_agent.pk), ("reception", reception.pk)}


def test_a_visit_that_becomes_dccs_is_paid_and_one_an_answer_decided_stays(store, month, agent, other_agent, reception):
    before, stranger = sums(store), VisitFactory(store=store, lead=month[2], at=on(5), tag="showroom", purpose="look", agent=None)
    tried = pay_moved(store, [Move("visits", stranger.pk, stranger.at, month[2].pk, None, (agent.pk, reception.pk))])
    Visit.objects.filter(pk=stranger.pk).update(tag="dcc", agent=agent, reception=reception)
    assert {who: amount for who, amount in tried.items() if amount} == differs(before, sums(store))

    said = {"role": "agent", "user": agent, "measure": "visits", "lead": month[2], "visit": stranger, "counts": True, "text": "算我", "answer": "对"}
    Objection.objects.create(store=store, month=OCTOBER, at=NOW, decision="changed", answered_at=NOW, answered_by=None, **said)
    moved = pay_moved(store, [Move("visits", stranger.pk, stranger.at, month[2].pk, (agent.pk, reception.pk), (other_agent.pk, reception.pk))])
    assert not any(moved.values())
    assert pay_moved(store, []) == {}
