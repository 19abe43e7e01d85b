"""THE RATES: numerator ÷ denominator, each shown with its formula. Where nothing is divided by, a rate is “—”."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from reporting.figures import Counts
from reporting.measures import MEASURES


@dataclass(frozen=True)
class Rate:
    """One ratio of two measures."""

    name: str
    label: Any
    over: str
    under: str

    @property
    def formula(self) -> str:
        """The two measures in words."""
        return f"{MEASURES[self.over].label} ÷ {MEASURES[self.under].label}"

    def of(self, counts: Counts) -> str:
        """The percentage, with one decimal."""
        return percent(counts.get(self.over, 0), counts.get(self.under, 0))


def percent(over: int, under: int, decimals: int = 1) -> str:
    """82.2%, or — where nothing is divided by."""
    return f"{100 * over / under:.{decimals}f}%" if under else "—"


RATES: dict[str, Rate] = {
    rate.name: rate
    for rate in (
        Rate("reached_share", _("Reached"), "reached", "valid"),
        Rate("card_rate", _("Card rate"), "cards", "valid"),
        Rate("invitation_rate", _("Invitation rate"), "invited", "cards"),
        Rate("kept_rate", _("Kept rate"), "visits", "invited"),
        Rate("kept_by_day", _("Appointments kept"), "arrived", "due"),
        Rate("visit_rate_by_card", _("Visit rate by card"), "visits", "cards"),
        Rate("visit_rate_by_lead", _("Visit rate by lead"), "visits", "valid"),
        Rate("order_rate", _("Order rate"), "orders", "visits"),
        Rate("deal_rate", _("Deal rate"), "deals", "valid"),
        Rate("deal_rate_by_visit", _("Deal rate"), "deals", "visits"),
        Rate("connection_rate", _("Connection rate"), "connected", "calls"),
        Rate("connection_rate_by_lead", _("Connection rate by lead"), "reached", "contacted"),
    )
}
COHORT = ("reached_share", "card_rate", "invitation_rate", "kept_rate", "order_rate", "deal_rate")


def rates_of(by: str, basis: str) -> dict[str, Rate]:
    """Return {measure: the rate that stands at it} for the table of a question."""
    if basis == "cohort":
        names = [*COHORT[:-1], "deal_rate_by_visit" if by == "reception" else "deal_rate"]
    else:
        names = ["order_rate", "deal_rate_by_visit"] if by == "reception" else ["connection_rate", "invitation_rate", "kept_by_day", "order_rate"]
    return {RATES[name].over: RATES[name] for name in names}
