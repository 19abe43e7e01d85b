"""Sums of yuan in words, one way on every page."""

from decimal import Decimal


def yuan(amount: Decimal | None) -> str:
    """Return a sum as people write it: 38,808 and 196.50; — where there is none."""
    if amount is None:
        return "—"
    return f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
