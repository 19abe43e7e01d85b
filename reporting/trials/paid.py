"""What a visit or an order pays by the store's reward rates of its day."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dcc.models import Store
from reporting.models import RewardRate

ROLES = ("agent", "reception")


@dataclass(frozen=True)
class Rates:
    """The rates of a store, by measure and role, the earliest first."""

    lines: dict[tuple[str, str], list[tuple[date, date | None, Decimal]]]

    def of_visit(self, day: date, *, is_first: bool) -> dict[str, Decimal]:
        """Return what a visit of a day pays each role."""
        return {role: self._rate("visits", role, day) + (self._rate("first_visits", role, day) if is_first else Decimal()) for role in ROLES}

    def of_order(self, day: date, delivered: date | None) -> dict[str, Decimal]:
        """Return what an order pays each role, its signing and its delivery."""
        deals = {role: self._rate("deals", role, delivered) if delivered else Decimal() for role in ROLES}
        return {role: self._rate("orders", role, day) + deals[role] for role in ROLES}

    def _rate(self, measure: str, role: str, day: date) -> Decimal:
        """Return the amount that holds on a day: of several the one that began last."""
        valid = [amount for first, last, amount in self.lines.get((measure, role), ()) if first <= day and (last is None or day <= last)]
        return valid[-1] if valid else Decimal()

    @property
    def are_set(self) -> bool:
        """Whether the store pays anything."""
        return bool(self.lines)


def rates_of(store: Store) -> Rates:
    """Read them: one question."""
    lines: dict[tuple[str, str], list[tuple[date, date | None, Decimal]]] = defaultdict(list)
    for rate in RewardRate.objects.filter(store=store).order_by("first_day", "pk"):
        lines[rate.measure, rate.role].append((rate.first_day, rate.last_day, rate.amount))
    return Rates(lines)
