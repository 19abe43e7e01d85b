"""Rounding as a calculator does it: half up, on the exact fraction. Every share and quotient a page shows goes through here."""

from decimal import Decimal
from fractions import Fraction
from math import floor


def rounded(value: Fraction | Decimal | float) -> int:
    """The nearest whole number, a half goes up: 5/2 is 3."""
    return floor(Fraction(value) + Fraction(1, 2))


def one_place(value: Fraction | float) -> Decimal:
    """A number to one place, a half up: 8.25 is 8.3, 8 is 8.0."""
    return Decimal(rounded(Fraction(value) * 10)).scaleb(-1)


def percent(over: int, under: int, decimals: int = 1) -> str:
    """82.2%, or — where nothing is divided by. 9/16 is 56.3%, 1/16 is 6.3%."""
    if not under:
        return "—"
    whole, part = divmod(rounded(Fraction(100 * 10**decimals * over, under)), 10**decimals)
    return f"{whole}.{part:0{decimals}d}%" if decimals else f"{whole}%"
