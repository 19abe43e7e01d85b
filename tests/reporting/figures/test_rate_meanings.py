"""What each rate divides by what, over a few customers of whom any other numerator or denominator gives another number."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db.models import Model

from leads.models import Lead
from reporting.figures.counting import ask
from reporting.figures.measures import Counts
from reporting.figures.question import Question
from reporting.figures.rates import COUNTED, RATES, rates_of
from tests.factories import AppointmentFactory, CallFactory, CardFactory, LeadFactory, OrderFactory, VisitFactory
from tests.moments import MONDAY_8, MONDAY_9, MONDAY_10, MONDAY_11, MONDAY_14, TUESDAY_9

PERIOD = (date(2026, 11, 23), date(2026, 11, 23))
STEPS = {
    "contacted": "first_call_at",
    "reached": "reached_at",
    "cards": "card_at",
    "invited": "invited_at",
    "visits": "visited_at",
    "orders": "ordered_at",
    "deals": "delivered_at",
}
# How many leads of Monday, and what they are or passed, by no straight way: those that are not valid are closed as invalid.
PEOPLE: tuple[tuple[int, set[str]], ...] = (
    (2, {"cards", "orders", "deals"}),
    (5, {"valid", "reached", "cards", "invited", "orders"}),
    (2, {"reached", "cards", "invited"}),
    (6, {"valid", "contacted", "reached", "invited", "orders", "deals"}),
    (5, {"invited", "visits", "deals"}),
    (4, {"valid", "contacted", "cards", "invited", "visits"}),
    (2, {"valid", "visits", "orders", "deals"}),
    (6, {"contacted", "reached", "cards", "invited"}),
)
SHARES = {
    "reached_share": ("64.7%", "11/17"),
    "card_rate": ("52.9%", "9/17"),
    "card_rate_of_reached": ("45.5%", "5/11"),
    "invited_share": ("88.2%", "15/17"),
    "invitation_rate": ("89.5%", "17/19"),
    "kept_rate": ("32.1%", "9/28"),
    "visit_rate_by_card": ("21.1%", "4/19"),
    "visit_rate_by_lead": ("35.3%", "6/17"),
    "order_rate": ("18.2%", "2/11"),
    "order_rate_by_lead": ("76.5%", "13/17"),
    "delivery_rate": ("61.5%", "8/13"),
    "deal_rate": ("47.1%", "8/17"),
    "deal_rate_by_visit": ("63.6%", "7/11"),
    "connection_rate_by_lead": ("75.0%", "12/16"),
}
# Of other counts than the stages: told in tests/reporting/compared/test_report_rates.py.
ELSEWHERE = {"test_drive_rate", "in_time_rate", "rejected_rate", "lost_after_visit", "second_call", "third_call"}
ELSEWHERE |= {"effective_rate", "wechat_rate", "loan_rate", "trade_in_rate", "risen_rate", "left_number_rate"}
QUOTIENTS = {
    "connection_rate": ("64.7%", "11/17"),
    "connection_rate_by_lead": ("60.0%", "3/5"),
    "answered_rate": ("0.0%", "0/2"),
    "rung_back_rate": ("0.0%", "0/2"),
    "invitation_rate": ("57.1%", "4/7"),
    "kept_rate": ("225.0%", "9/4"),
    "kept_by_day": ("46.2%", "6/13"),
    "visit_rate_by_card": ("128.6%", "9/7"),
    "order_rate": ("111.1%", "10/9"),
    "deal_rate_by_visit": ("211.1%", "19/9"),
}
HAPPENED: tuple[tuple[int, Callable[[dict], Model]], ...] = (
    (5, lambda of: CallFactory(**of, at=MONDAY_10, outcome="no_answer", is_first=True)),
    (8, lambda of: CallFactory(**of, at=MONDAY_10)),
    (3, lambda of: CallFactory(**of, at=MONDAY_10, is_first_connected=True)),
    (1, lambda of: CallFactory(**of, at=MONDAY_10, outcome="busy")),
    (2, lambda of: CallFactory(**of | {"agent": None}, at=MONDAY_10, direction="in", outcome="missed")),
    (7, lambda of: CardFactory(**of, at=MONDAY_10)),
    (4, lambda of: AppointmentFactory(**of, at=MONDAY_10, scheduled_for=TUESDAY_9)),
    (6, lambda of: AppointmentFactory(**of, at=MONDAY_9 - timedelta(days=1), scheduled_for=MONDAY_14, status="arrived")),
    (5, lambda of: AppointmentFactory(**of, at=MONDAY_9 - timedelta(days=1), scheduled_for=MONDAY_14)),
    (2, lambda of: AppointmentFactory(**of, at=MONDAY_9 - timedelta(days=1), scheduled_for=MONDAY_14, status="no_show")),
    (3, lambda of: AppointmentFactory(**of, at=MONDAY_9 - timedelta(days=1), scheduled_for=MONDAY_14, status="cancelled")),
    (8, lambda of: VisitFactory(**of, store=of["lead"].store, at=MONDAY_11, tag="dcc", basis="named", is_first=True)),
    (1, lambda of: VisitFactory(**of, store=of["lead"].store, at=MONDAY_11, tag="dcc", basis="named")),
    (3, lambda of: VisitFactory(**of, store=of["lead"].store, at=MONDAY_11)),
    (10, lambda of: OrderFactory(**of, at=MONDAY_14)),
    (1, lambda of: OrderFactory(**of, at=MONDAY_8 - timedelta(days=1), cancelled_at=MONDAY_14)),
    (19, lambda of: OrderFactory(**of, at=MONDAY_8 - timedelta(days=1), delivered_at=MONDAY_14)),
)


def shown(name: str, counts: Counts, basis: str) -> tuple[str, str]:
    """One rate as a page writes it."""
    return RATES[name].of(counts, basis), RATES[name].fraction(counts, basis)


def counted(*steps: str) -> int:
    """How many of the people have passed all of these."""
    return sum(number for number, passed in PEOPLE if {*steps} <= passed)


@pytest.fixture
def cohort(store) -> Counts:
    """Whatever is counted of the leads of Monday."""
    for number, passed in PEOPLE:
        moments = {STEPS[step]: MONDAY_10 for step in passed & set(STEPS)}
        closed = {} if "valid" in passed else {"closed_as": "invalid", "closed_at": MONDAY_11}
        for _each in range(number):
            Lead.objects.filter(pk=LeadFactory(store=store).pk).update(received_at=MONDAY_9, **moments, **closed)
    return ask(Question(store, "day", "cohort", *PERIOD), [name for name, measure in COUNTED.items() if measure.cohort is not None]).total


@pytest.fixture
def days(store, agent) -> Counts:
    """Whatever is counted of what happened on Monday."""
    for number, happens in HAPPENED:
        for _each in range(number):
            happens({"lead": LeadFactory(store=store, agent=agent), "agent": agent})
    return ask(Question(store, "day", "activity", *PERIOD), [name for name, measure in COUNTED.items() if measure.happening]).total


def test_every_rate_is_told_here_on_each_basis_it_has():
    assert set(SHARES) == {name for name, rate in RATES.items() if rate.share} - ELSEWHERE
    quotients = {name for name, rate in RATES.items() if COUNTED[rate.over].happening and rate.under in COUNTED and COUNTED[rate.under].happening}
    assert set(QUOTIENTS) == quotients - ELSEWHERE


@pytest.mark.parametrize("name", SHARES)
def test_in_a_cohort_a_rate_is_the_share_of_its_own_two_stages(cohort, name):
    assert shown(name, cohort, "cohort") == SHARES[name]


@pytest.mark.parametrize("name", QUOTIENTS)
def test_in_activity_a_rate_is_the_quotient_of_its_own_two_counts(days, name):
    assert shown(name, days, "activity") == QUOTIENTS[name]


@pytest.mark.parametrize("name", SHARES)
def test_no_other_two_stages_give_the_share_of_these_people(name):
    stages = ("valid", *STEPS)
    over, under = RATES[name].over, tuple(RATES[name].under.split("_of_"))
    below = [(stage,) for stage in stages] + [("reached", "valid"), ("orders", "valid")]

    others = [counted(over, *other) / counted(*other) for other in below if other != under and over not in other]
    others += [counted(other, *under) / counted(*under) for other in stages if other not in (over, *under)]
    not_nested = [counted(over) / counted(*other) for other in below]

    assert counted(over, *under) / counted(*under) not in [*others, *not_nested]


def test_where_nothing_stands_below_the_line_there_is_no_rate():
    assert [(rate.of({}, basis), rate.fraction({}, basis)) for rate in RATES.values() for basis in ("cohort", "activity")] == [("—", "")] * 2 * len(RATES)


def test_where_nothing_stands_above_the_line_the_rate_is_nothing():
    assert shown("kept_by_day", {"due": 3}, "activity") == ("0.0%", "0/3")


@pytest.mark.parametrize(
    ("by", "basis", "names"),
    [
        ("channel", "cohort", ["reached_share", "card_rate", "invitation_rate", "kept_rate", "order_rate", "deal_rate"]),
        ("reception", "cohort", ["reached_share", "card_rate", "invitation_rate", "kept_rate", "order_rate", "deal_rate_by_visit"]),
        ("channel", "activity", ["connection_rate", "invitation_rate", "kept_by_day", "order_rate"]),
        ("reception", "activity", ["order_rate", "deal_rate_by_visit"]),
    ],
)
def test_at_each_count_of_a_table_stands_the_rate_it_is_above_the_line_of(by, basis, names):
    rates = rates_of(by, basis)

    assert [(over, rate.name) for over, rate in rates.items()] == [(RATES[name].over, name) for name in names]


NESTED = {"connection_rate", "answered_rate", "rung_back_rate", "kept_by_day"}


def test_only_of_two_counts_of_which_one_holds_the_other_it_is_said_that_all_above_stand_below():
    said = {name: RATES[name].explained("activity").splitlines()[0] for name in QUOTIENTS}

    assert {name for name, sentence in said.items() if "可以超过 100%" not in sentence} == NESTED
    assert {name for name, sentence in said.items() if "分子都在分母里" in sentence} == NESTED


def test_of_a_cohort_each_share_says_in_its_own_words_what_is_divided_by_what():
    said = [RATES[name].explained("cohort") for name in SHARES]

    assert said == [str(RATES[name].share) for name in SHARES]
    assert len({*said}) == len(SHARES)
