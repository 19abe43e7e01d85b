"""Half up on the exact fraction, as a calculator does."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from dcc.reckoning.rounding import one_place, percent, rounded


@pytest.mark.parametrize(
    ("over", "under", "text"),
    [
        (9, 16, "56.3%"),  # 56.25, of which a binary float makes 56.2
        (1, 16, "6.3%"),
        (61, 80, "76.3%"),
        (8999, 16000, "56.2%"),  # just below the half
        (9001, 16000, "56.3%"),  # just above
        (1, 3, "33.3%"),
        (2, 3, "66.7%"),
        (0, 7, "0.0%"),
        (7, 7, "100.0%"),
        (1999, 2000, "100.0%"),  # 99.95
        (5, 4, "125.0%"),  # a quotient may pass
        (1, 0, "—"),
        (0, 0, "—"),
    ],
)
def test_a_percentage_is_rounded_half_up_on_the_exact_fraction(over, under, text):
    assert percent(over, under) == text


def test_a_percentage_has_the_decimals_asked_for():
    assert [percent(1, 8, decimals) for decimals in (0, 1, 2, 3)] == ["13%", "12.5%", "12.50%", "12.500%"]


@given(some.integers(0, 10**7), some.integers(1, 10**7))
def test_a_percentage_is_what_decimal_arithmetic_gives(over, under):
    exact = (Decimal(100 * over) / Decimal(under)).quantize(Decimal("0.1"), ROUND_HALF_UP)

    assert percent(over, under) == f"{exact}%"


def test_a_half_goes_up_whatever_number_it_is():
    assert [rounded(value) for value in (Fraction(1, 2), Fraction(3, 2), Fraction(5, 2), 2.5, Decimal("2.5"), 2)] == [1, 2, 3, 3, 3, 2]
    assert [rounded(Fraction(n, 1000)) for n in (2499, 2500, 2501)] == [2, 3, 3]


@pytest.mark.parametrize(("value", "said"), [(Fraction(8249, 1000), "8.2"), (Fraction(33, 4), "8.3"), (Fraction(8251, 1000), "8.3"), (8, "8.0"), (0, "0.0")])
def test_a_number_to_one_place_is_rounded_half_up(value, said):
    assert str(one_place(value)) == said
