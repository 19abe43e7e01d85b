"""A score is the weight's share of the target between floor and cap (docs/rules/domain.md#appraisal)."""

from decimal import Decimal
from fractions import Fraction

import pytest

from reporting.appraisal.scoring import Line, Reached, Scheme, middle_of, score

SHARE = Fraction(30, 100)


def points(reached: Reached, *, weight: int = 100) -> tuple[Decimal | None, str]:
    mark = score(Scheme((Line("one", weight, SHARE),), 60, 120), {"one": reached}).marks[0]
    return mark.points, mark.limit


@pytest.mark.parametrize(("over", "scored"), [
    (179, (Decimal("0.0"), "floor")), (180, (Decimal("60.0"), "")), (181, (Decimal("60.3"), "")),
    (359, (Decimal("119.7"), "")), (360, (Decimal("120.0"), "")), (361, (Decimal("120.0"), "cap")),
])  # fmt: skip
def test_below_the_floor_it_is_nothing_and_above_the_cap_the_cap(over, scored):
    assert points(Reached(over, 1000, SHARE)) == scored


def test_the_drawn_card_adds_up_as_it_is_printed():
    """42 of 120 cards came, 30 % is aimed at, the weight is 20: 23.3."""
    lines = (("time", 15, 90), ("calls", 10, 60), ("cards", 15, 0), ("came", 20, 30), ("deals", 25, 0), ("wechat", 15, 50))
    scheme = Scheme(tuple(Line(name, weight, Fraction(target, 100) if target else None) for name, weight, target in lines), 60, 120)
    reached = {
        "time": Reached(176, 193, Fraction(9, 10)), "calls": Reached(402, 610, Fraction(6, 10)), "cards": Reached(120, None, Fraction(110)),
        "came": Reached(42, 120, SHARE), "deals": Reached(13, None, Fraction(15)), "wechat": Reached(88, 160, Fraction(1, 2)),
    }  # fmt: skip

    card = score(scheme, reached)

    assert [str(mark.points) for mark in card.marks] == ["15.2", "11.0", "16.4", "23.3", "21.7", "16.5"]
    assert card.total == Decimal("104.1")


def test_what_has_no_target_or_divides_by_nothing_gives_its_weight_to_the_others():
    scheme = Scheme((Line("a", 50, SHARE), Line("b", 30, SHARE), Line("c", 20)), 60, 120)

    card = score(scheme, {"a": Reached(30, 100, SHARE), "b": Reached(0, 0, SHARE), "c": Reached(5, None, None)})

    assert [mark.points for mark in card.marks] == [Decimal("100.0"), None, None]
    assert (card.marks[0].is_moved, card.total) == (True, Decimal("100.0"))


def test_who_is_judged_by_nothing_has_no_total():
    card = score(Scheme((Line("a", 100, SHARE),), 60, 120), {"a": Reached(0, 0, SHARE)})

    assert card.total is None


@pytest.mark.parametrize(("totals", "middle"), [([], None), (["9.0"], "9.0"), (["9.0", "9.1"], "9.1"), (["1.0", "7.0", "9.0"], "7.0")])
def test_the_median_is_printed_as_a_score(totals, middle):
    assert middle_of([Decimal(total) for total in totals]) == (Decimal(middle) if middle else None)
