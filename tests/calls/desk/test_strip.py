"""The figures above the queue, and what is said of the next try: what is shown beside each other agrees."""

from fractions import Fraction

import pytest

from calls.desk.views.showing import Figure, Retry
from dcc.store.store_settings import values_at
from tests.factories import LeadFactory
from tests.moments import moment

NINE_TENTHS, ALL = Fraction(9, 10), Fraction(1)


@pytest.mark.parametrize(
    ("value", "plan", "gone", "goal", "behind"),
    [
        (1, Fraction(14, 10), ALL, 1, 0),
        (0, Fraction(14, 10), ALL, 1, 1),
        (1, Fraction(15, 10), ALL, 2, 1),
        (1, Fraction(16, 10), NINE_TENTHS, 2, 1),
        (2, Fraction(24, 10), ALL, 2, 0),
        (0, Fraction(49, 100), ALL, 0, 0),
    ],
)
def test_the_plan_shown_less_what_is_done_is_what_is_said_to_be_missing(value, plan, gone, goal, behind):
    figure = Figure("invited", "邀约", value, plan=plan, tick=gone)

    assert (figure.goal, figure.behind, figure.is_bad) == (goal, behind, behind > 0)


@pytest.mark.parametrize(
    ("now", "step", "first"),
    [(moment(24, 15, 59), "2 小时后", "17:59"), (moment(24, 16), "", "11-25 08:30"), (moment(24, 21), "", "11-25 08:30"), (moment(24, 6), "", "08:30")],
)
def test_a_next_try_that_waits_for_the_opening_is_said_by_its_moment(agent, now, step, first):
    lead = LeadFactory(store=agent.store, agent=agent)

    retry = Retry.of(lead, now=now, values=values_at(agent.store, now), calls=[])

    assert (retry.step, [words for words, _here in retry.ladder]) == (step, ["第 1 次 · 现在", first, "次日换个时段", "3 天后", "转分级"])
