"""Whether a number keeps pace with its plan. Decides nothing, knows no database."""

from fractions import Fraction

from dcc.reckoning.rounding import rounded

LAG = Fraction(2, 100)  # a number may lag so far behind its pace before it is called behind


def behind(value: float | Fraction, plan: float | Fraction, gone: float | Fraction) -> int:
    """Return how many are missing to where one should be, `gone` (0 to 1) of the plan's time being over; 0 up to two points behind."""
    if plan <= 0 or Fraction(value) / Fraction(plan) >= Fraction(gone) - LAG:
        return 0
    return max(rounded(Fraction(plan) * Fraction(gone) - Fraction(value)), 1)
