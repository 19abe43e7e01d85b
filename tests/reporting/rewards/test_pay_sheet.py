"""What a month pays: the worked example with every step, and each edge of tiers, factor, goals and dates just below, at and above."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from reporting.rewards.pay_sheet import ALL_GOALS, DEDUCTION, EVENT, FACTOR, GOAL, MODEL, TIER, TRANSFER, Event, Month, Rule, reckon

pytestmark = pytest.mark.once
FIRST, LAST, DAY = date(2026, 10, 1), date(2026, 10, 31), date(2026, 10, 15)


def rule(kind, amount="0", **said):
    return Rule(kind, date(2026, 1, 1), amount=Decimal(amount), **said)


def events(measure, count, **said):
    return [Event(measure, DAY, key, **said) for key in range(count)]


RULES = [
    rule(EVENT, "60", measure="visits"),
    rule(TIER, "10", measure="visits", over="visits", under="cards", least=Fraction(15, 100)),
    rule(EVENT, "40", measure="deals"),
    rule(TIER, "20", measure="deals", over="deals", under="visits", least=Fraction(30, 100), below=Fraction(35, 100)),
    rule(TIER, "30", measure="deals", over="deals", under="visits", least=Fraction(35, 100)),
    rule(FACTOR, cap=Fraction(12, 10)),
    rule(GOAL, "100"),
    rule(ALL_GOALS, "300"),
    rule(MODEL, "200", model="bZ3X"),
    rule(MODEL, "200", model="亚洲龙"),
    rule(TRANSFER, "300"),
    rule(DEDUCTION, "20"),
]
COUNTS = {"calls": 900, "connected": 400, "cards": 120, "invited": 60, "visits": 42, "orders": 15, "deals": 13}
GOALS = {"calls": 900, "connected": 400, "cards": 119, "invited": 50, "visits": 40, "orders": 16, "deals": 15}
SOLD = [Event("deals", DAY, 1, "bZ3X"), Event("deals", DAY, 2, "亚洲龙"), Event("deals", DAY, 3, "汉兰达", is_transferred=True), *events("deals", 10)]
MONTH = Month(LAST, [*events("visits", 42), *SOLD, *events("late", 3)], COUNTS, GOALS)


def test_the_worked_example_comes_to_4364_by_its_steps():
    sheet = reckon(RULES, MONTH)
    assert [(step.kind, step.count, step.amount, step.running) for step in sheet.steps] == [
        (EVENT, 42, Decimal("2940.00"), Decimal("2940.00")),
        (EVENT, 13, Decimal("780.00"), Decimal("3720.00")),
        (FACTOR, 1, Decimal("-496.00"), Decimal("3224.00")),
        (GOAL, 5, Decimal("500.00"), Decimal("3724.00")),
        (ALL_GOALS, 0, Decimal("0.00"), Decimal("3724.00")),
        (MODEL, 2, Decimal("400.00"), Decimal("4124.00")),
        (TRANSFER, 1, Decimal("300.00"), Decimal("4424.00")),
        (DEDUCTION, 3, Decimal("-60.00"), Decimal("4364.00")),
    ]
    assert sheet.total == Decimal("4364.00")
    assert (sheet.factor, sheet.reached, sheet.missed) == (Fraction(13, 15), ("calls", "connected", "cards", "invited", "visits"), ("orders", "deals"))
    assert (sheet.of(EVENT), sheet.of(TIER)) == (Decimal("3040"), Decimal("680"))


@pytest.mark.parametrize(
    ("visits", "cards", "each"),
    [(149, 1000, "60"), (150, 1000, "70"), (151, 1000, "70"), (3, 20, "70"), (0, 0, "60")],
    ids=["below", "at", "above", "the same by an exact fraction", "nothing over nothing"],
)
def test_an_open_tier_holds_from_its_edge_on(visits, cards, each):
    sheet = reckon(RULES[:2], Month(LAST, events("visits", 1), {"visits": visits, "cards": cards}))
    assert sheet.total == Decimal(each)


@pytest.mark.parametrize(
    ("deals", "visits", "each"),
    [(299, 1000, "40"), (300, 1000, "60"), (349, 1000, "60"), (350, 1000, "70"), (351, 1000, "70"), (7, 20, "70"), (1, 3, "60")],
)
def test_a_tier_ends_where_the_next_begins(deals, visits, each):
    sheet = reckon(RULES[2:5], Month(LAST, events("deals", 1), {"deals": deals, "visits": visits}))
    assert sheet.total == Decimal(each)


@pytest.mark.parametrize(
    ("deals", "goal", "factor"),
    [(119, 100, Fraction(119, 100)), (120, 100, Fraction(12, 10)), (121, 100, Fraction(12, 10)), (0, 15, Fraction(0)), (5, 0, Fraction(1))],
    ids=["below the cap", "at", "above", "no deal", "no goal"],
)
def test_the_factor_is_deals_by_goal_up_to_its_cap(deals, goal, factor):
    month = Month(LAST, events("visits", 10), {"deals": deals}, {"deals": goal} if goal else {})
    sheet = reckon([RULES[0], RULES[5]], month)
    assert (sheet.factor, sheet.has_goal, sheet.total) == (factor, bool(goal), 600 * Decimal(factor.numerator) / factor.denominator)


def test_without_a_cap_the_factor_has_none():
    assert reckon([RULES[0], rule(FACTOR)], Month(LAST, events("visits", 1), {"deals": 5}, {"deals": 2})).total == Decimal("150")


def test_the_sum_is_rounded_once_half_up_and_the_steps_as_shown_add_up_to_it():
    rules = [rule(EVENT, "0.01", measure="visits"), rule(FACTOR), rule(DEDUCTION, "0.07")]
    sheet = reckon(rules, Month(LAST, [*events("visits", 1), *events("late", 1)], {"deals": 1}, {"deals": 2}))
    assert [step.amount for step in sheet.steps] == [Decimal("0.01"), Decimal("0.00"), Decimal("-0.07")]  # half a cent goes up
    assert sheet.total == Decimal("-0.06") == sum(step.amount for step in sheet.steps)


@pytest.mark.parametrize(("count", "paid"), [(4, "0"), (5, "400"), (6, "400")])
def test_a_goal_is_reached_at_its_number_and_all_where_none_is_missed(count, paid):
    sheet = reckon([RULES[6], RULES[7]], Month(LAST, counts={"visits": count}, goals={"visits": 5}))
    assert sheet.total == Decimal(paid)


def test_who_has_no_goal_has_not_reached_them_all():
    assert reckon([RULES[6], RULES[7]], Month(LAST, counts={"visits": 9})).total == 0


def test_a_rule_pays_from_its_first_day_to_its_last_and_of_two_the_later_one_holds():
    old = replace(RULES[0], last=date(2026, 10, 10))
    new = Rule(EVENT, date(2026, 10, 10), date(2026, 10, 20), "visits", Decimal(5))
    for day, paid in (
        (date(2025, 12, 31), 0),
        (date(2026, 1, 1), 60),
        (date(2026, 10, 9), 60),
        (date(2026, 10, 10), 5),
        (date(2026, 10, 20), 5),
        (date(2026, 10, 21), 0),
    ):
        assert reckon([new, old], Month(LAST, [Event("visits", day)])).total == paid


def test_what_is_void_or_claimed_counts_and_pays_nothing():
    void = Event("visits", DAY, 1, unpaid="void")
    sheet = reckon(RULES[:2], Month(LAST, [Event("visits", DAY, 2), void], {"visits": 3, "cards": 20}))
    assert (sheet.total, sheet.unpaid) == (Decimal("70"), (void,))


def test_models_transferred_cards_and_deductions_are_not_multiplied():
    month = Month(LAST, [Event("deals", DAY, 1, "bZ3X", is_transferred=True), Event("late", DAY, 2)], {"deals": 0}, {"deals": 9})
    assert reckon([RULES[2], RULES[5], RULES[8], RULES[10], RULES[11]], month).total == Decimal("480")
