"""From deals back to leads: exact fractions, rounded up where shown, and parts that add up to the whole."""

from fractions import Fraction
from itertools import pairwise

import pytest

from reporting.plan.backwards import STEPS, Quotient, needs, parts, whole

COUNTS = {"leads": 1771, "cards": 1089, "invited": 781, "visits": 548, "orders": 118, "deals": 104}


def quotients(**tried: Fraction) -> list[Quotient]:
    return [Quotient(step, before, COUNTS[step], COUNTS[before], tried.get(step)) for before, step in pairwise(STEPS)]


def test_each_step_is_the_one_after_it_through_their_quotient_and_only_what_is_shown_is_rounded():
    exact = needs(36, quotients())

    assert exact["leads"] == Fraction(36 * 1771, 104)
    assert {step: whole(exact[step]) for step in STEPS} == {"leads": 614, "cards": 377, "invited": 271, "visits": 190, "orders": 41, "deals": 36}


def test_a_tried_quotient_moves_the_steps_before_it_and_none_behind():
    tried = needs(36, quotients(visits=Fraction(75, 100)))

    assert {step: whole(tried[step]) for step in STEPS} == {"leads": 574, "cards": 353, "invited": 253, "visits": 190, "orders": 41, "deals": 36}


@pytest.mark.parametrize(("under", "over", "known"), [(19, 10, False), (20, 10, True), (21, 10, True), (20, 0, False)])
def test_below_twenty_or_with_nothing_above_the_line_a_quotient_is_not_known_and_what_stands_before_it_neither(under, over, known):
    chain = [Quotient("orders", "visits", over, under), Quotient("deals", "orders", 30, 40)]
    found = {step: count for step, count in needs(30, [*_sure(), *chain]).items() if count is not None}

    assert ("visits" in found, "orders" in found) == (known, True)


def _sure() -> list[Quotient]:
    return [Quotient(step, before, 20, 40) for before, step in (("leads", "cards"), ("cards", "invited"), ("invited", "visits"))]


def test_without_a_goal_nothing_is_needed():
    assert set(needs(None, quotients()).values()) == {None}


@pytest.mark.parametrize(
    ("count", "weights", "expected"),
    [
        (10, {"a": 1, "b": 1, "c": 1}, {"a": 4, "b": 3, "c": 3}),
        (10, {"a": 1, "b": 1, "c": Fraction(1, 2)}, {"a": 4, "b": 4, "c": 2}),
        (1, {"a": 1, "b": 2}, {"a": 0, "b": 1}),
        (7, {"a": 0, "b": 3}, {"a": 0, "b": 7}),
        (5, {"a": 0}, {"a": 0}),
        (0, {"a": 1}, {"a": 0}),
    ],
)
def test_parts_are_the_whole_and_what_is_left_goes_to_the_largest_remainders(count, weights, expected):
    assert parts(count, {key: Fraction(weight) for key, weight in weights.items()}) == expected
