"""Sums of yuan in words, one way on every page."""

from decimal import Decimal

MINUS = "\N{MINUS SIGN}"


def to_the_cent(amount: Decimal) -> str:
    """Return a sum as a statement writes it: 4,364.00 and −60.00."""
    return f"{amount:,.2f}".replace("-", MINUS)


def yuan(amount: Decimal | None) -> str:
    """Return a sum as people write it: 38,808, 196.50 and −20; — where there is none."""
    if amount is None:
        return "—"
    return (f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}").replace("-", MINUS)
