"""The director sets rules of pay; a month that runs keeps its own; a change is tried before it is set."""

from datetime import date
from decimal import Decimal

import pytest

from dcc.errors import Changed, Refused
from reception.models import Claim
from reporting.models import RewardRate, RewardRule, Target
from reporting.rewards.month_sheets import sheets_of
from reporting.rewards.pay_sheet import DEDUCTION, EVENT, FACTOR, TIER
from reporting.rewards.rule_book import entries_of
from reporting.rewards.rules.setting_rules import Draft, change_rule, end_rule, open_rule
from tests.factories import AllocationFactory, CallFactory, CardFactory, LeadFactory, OrderFactory, ShowroomCardFactory, VisitFactory
from tests.moments import MONDAY_8, MONDAY_9, MONDAY_10, NOW, moment
from tests.trail import trail

PAGE = "/reports/rewards/rules/"
NOVEMBER, DECEMBER, JANUARY = date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)
VISITS = Draft("agent", EVENT, "visits", Decimal(60))
TIER_15 = Draft("agent", TIER, "visits", Decimal(10), {"over": "visits", "under": "cards", "from": "15", "to": "20"})


def opened(store, director, draft=VISITS, first_day=DECEMBER):
    return open_rule(store, draft, first_day=first_day, by=director, now=NOW)


def test_the_first_rules_begin_with_the_month_that_runs_and_later_ones_with_the_next_at_the_earliest(store, director):
    with pytest.raises(Refused, match="2026-11-01"):
        opened(store, director, first_day=date(2026, 10, 31))
    assert opened(store, director, first_day=NOVEMBER).rule.first == NOVEMBER

    RewardRate.objects.update(first_day=date(2026, 10, 31))
    with pytest.raises(Refused, match="2026-12-01"):
        opened(store, director, TIER_15, first_day=date(2026, 11, 30))
    assert opened(store, director, TIER_15).rule.first == DECEMBER
    assert len(trail("reward.set")) == 2


def test_two_rules_for_one_thing_are_refused_and_ranges_that_touch_are_not(store, director):
    opened(store, director)
    with pytest.raises(Refused):
        opened(store, director)
    opened(store, director, TIER_15)
    for least, below in (("19.999", None), ("10", "15.001"), ("16", "17"), ("0", None)):
        with pytest.raises(Refused):
            opened(store, director, Draft("agent", TIER, "visits", Decimal(5), TIER_15.condition | {"from": least, "to": below}))
    opened(store, director, Draft("agent", TIER, "visits", Decimal(20), TIER_15.condition | {"from": "20", "to": None}))
    opened(store, director, Draft("agent", TIER, "visits", Decimal(5), TIER_15.condition | {"from": "10", "to": "15"}))
    opened(store, director, Draft("reception", EVENT, "visits", Decimal(30)))

    assert RewardRule.objects.count() == 3


def test_a_changed_rule_ends_where_the_new_one_begins_and_one_that_never_began_is_gone(store, director):
    row = RewardRate.objects.create(store=store, measure="visits", role="agent", amount=60, first_day=date(2026, 10, 1))
    new = change_rule(store, f"rate-{row.pk}", Draft("agent", EVENT, "visits", Decimal(70)), first_day=DECEMBER, by=director, now=NOW)
    row.refresh_from_db()
    assert (row.last_day, new.rule.first, new.rule.amount) == (date(2026, 11, 30), DECEMBER, 70)
    with pytest.raises(Changed):
        change_rule(store, f"rate-{row.pk}", VISITS, first_day=JANUARY, by=director, now=NOW)

    end_rule(store, new.key, last_day=date(2026, 11, 30), by=director, now=NOW)
    assert list(RewardRate.objects.all()) == [row]
    end_rule(store, f"rate-{row.pk}", last_day=None, by=director, now=NOW)
    row.refresh_from_db()
    assert row.last_day is None
    with pytest.raises(Refused):
        end_rule(store, f"rate-{row.pk}", last_day=date(2026, 11, 29), by=director, now=NOW)


def test_a_month_is_reckoned_out_of_what_the_figures_count(store, agent, reception, leader):
    """A visit, a void and a good card, one of a claimed lead, a deal, a late first call in the hands of `agent`."""
    for measure, amount in (("cards", 5), ("visits", 60), ("deals", 40)):
        RewardRate.objects.create(store=store, measure=measure, role="agent", amount=amount, first_day=NOVEMBER)
    RewardRate.objects.create(store=store, measure="visits", role="reception", amount=30, first_day=NOVEMBER)
    RewardRule.objects.create(store=store, role="agent", kind=FACTOR, measure="deals", condition={"cap": "1.2"}, amount=0, first_day=NOVEMBER)
    RewardRule.objects.create(store=store, role="agent", kind=DEDUCTION, measure="late", amount=20, first_day=NOVEMBER)
    Target.objects.create(store=store, month=NOVEMBER, measure="deals", user=agent, value=2)
    lead = LeadFactory(store=store, agent=agent, received_at=MONDAY_8, respond_by=MONDAY_9)
    AllocationFactory(lead=lead, agent=agent, at=MONDAY_8)
    CallFactory(lead=lead, agent=leader, at=MONDAY_10, is_first=True, is_late=True)
    CardFactory(lead=lead, agent=agent, at=MONDAY_9)
    claimed = LeadFactory(store=store, agent=agent, received_at=MONDAY_8)
    CardFactory(lead=claimed, agent=agent, at=MONDAY_9)
    Claim.objects.create(store=store, lead=claimed, card=ShowroomCardFactory(store=store), at=MONDAY_8)
    VisitFactory(store=store, lead=lead, at=MONDAY_10, tag="dcc", purpose="look", agent=agent, reception=reception)
    OrderFactory(lead=lead, agent=agent, reception=reception, at=MONDAY_10, delivered_at=moment(23, 15))
    entries = entries_of([*RewardRate.objects.all(), *RewardRule.objects.all()])

    agents, receptions = (sheets_of(store, role, NOVEMBER, entries) for role in ("agent", "reception"))

    assert agents.sheets[agent.pk].total == Decimal("32.50")  # (5 + 60 + 40) × 1/2 − 20
    assert [event.unpaid for event in agents.sheets[agent.pk].unpaid] == ["claimed"]
    assert receptions.sheets[reception.pk].total == 30
    Claim.objects.update(decision="ours", decided_at=NOW)
    assert sheets_of(store, "agent", NOVEMBER, entries).sheets[agent.pk].total == 35


def test_the_director_tries_a_change_and_sets_it_and_the_leader_reads(client_of, store, director, leader, agent):
    page = client_of(director)
    said = {"role": "agent", "month": "2026-10", "new": "event", "measure": "visits", "amount": "60", "first_day": "2026-11-01"}
    tried = page.post(f"{PAGE}save/", said | {"try": "1"})
    assert (tried.status_code, tried.context["tried"], RewardRate.objects.count()) == (200, [], 0)

    assert page.post(f"{PAGE}save/", said).status_code == 303
    assert page.post(f"{PAGE}save/", said).status_code == 422  # twice is one rule
    assert page.post(f"{PAGE}save/", said | {"measure": "cards", "first_day": "2026-10-31"}).status_code == 422

    key = f"rate-{RewardRate.objects.get().pk}"
    assert "ends" not in page.get(f"{PAGE}?rule={key}").content.decode()
    assert client_of(leader).get(f"{PAGE}?rule={key}").context["form"] is None
    assert client_of(agent).get(PAGE).status_code == 403
    assert page.get(f"{PAGE}?rule=rate-999").status_code == 404
    assert page.post(f"{PAGE}end/", {"role": "agent", "month": "2026-10", "rule": key}).status_code == 303
    assert not RewardRate.objects.exists()


@pytest.mark.parametrize("kind", ["event", "tier", "factor", "goal", "all_goals", "model", "transfer", "deduction"])
def test_every_kind_can_be_written(client_of, store, director, kind):
    said = {"measure": "visits", "rate": "visits/cards", "least": "15", "below": "", "cap": "1.2", "model": "卡罗拉", "amount": "10.50"}
    sent = {"role": "agent", "new": kind, "first_day": "2026-12-01", **said}
    assert client_of(director).post(f"{PAGE}save/", sent).status_code == 303
    [entry] = entries_of([*RewardRate.objects.all(), *RewardRule.objects.all()])
    assert entry.kind == kind
    assert client_of(director).get(f"{PAGE}?rule={entry.key}").status_code == 200
