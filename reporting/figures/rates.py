"""THE RATES: numerator ÷ denominator, each shown with its formula. Where nothing is divided by, a rate is “—”.

In a cohort a rate is a share: above the line stand only leads that stand below it, so that none passes 100 %. In activity it is a quotient of two
counts of the same days (同期比), and may.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dcc.reckoning.rounding import percent
from reporting.figures.measures import MEASURES, Counts, Measure


@dataclass(frozen=True)
class Rate:
    """One ratio of two measures, below the line maybe the numerator of another. `share` says the ratio of a cohort in words, "" where there is none."""

    name: str
    label: Any
    over: str
    under: str
    share: Any = ""

    @property
    def inner(self) -> str:
        """The name of what a cohort counts above the line."""
        return f"{self.over}_of_{self.under}"

    def above(self, basis: str) -> str:
        """The measure above the line."""
        return self.inner if basis == "cohort" else self.over

    def of(self, counts: Counts, basis: str, decimals: int = 1) -> str:
        """The percentage."""
        return percent(counts.get(self.above(basis), 0), counts.get(self.under, 0), decimals)

    def fraction(self, counts: Counts, basis: str) -> str:
        """The numerator over the denominator, "" where nothing is divided by."""
        under = counts.get(self.under, 0)
        return f"{counts.get(self.above(basis), 0)}/{under}" if under else ""

    @property
    def formula(self) -> str:
        """The two measures in words."""
        return f"{COUNTED[self.over].label} ÷ {COUNTED[self.under].label}"

    @property
    def is_nested(self) -> bool:
        """Whether all that activity counts above the line stands below it, too."""
        over, under = COUNTED[self.over], COUNTED[self.under]
        nested = over.happening is under.happening and (not under.which or over.part_of == under.name)
        return over.name in under.sums or nested

    def explained(self, basis: str) -> str:
        """What is divided by what, and for a quotient what each of them counts."""
        if basis == "cohort":
            return str(self.share)
        if self.is_nested:
            said = gettext("%(formula)s, two counts of the same days; all above the line stand below it, too.")
        else:
            said = gettext("%(formula)s, two counts of the same days, each on its own: not the same customers, so it may pass 100%%.")
        lines = (COUNTED[name] for name in (self.over, self.under))
        parts = [gettext("%(measure)s: %(counts)s") % {"measure": line.label, "counts": line.explained(basis)} for line in lines]
        return "\n".join([said % {"formula": self.formula}, *parts])


RATES: dict[str, Rate] = {
    rate.name: rate
    for rate in (
        Rate("reached_share", _("Share reached"), "reached", "valid", _("Valid leads that were reached ÷ valid leads")),
        Rate("card_rate", _("Card rate"), "cards", "valid", _("Valid leads with a card ÷ valid leads")),
        Rate("card_rate_of_reached", _("Card rate of the reached"), "cards", "reached_of_valid", _("Valid reached leads with a card ÷ valid reached leads")),
        Rate("invited_share", _("Share invited"), "invited", "valid", _("Valid leads that were invited ÷ valid leads")),
        Rate("invitation_rate", _("Invitation rate"), "invited", "cards", _("Leads with a card that were invited ÷ leads with a card")),
        Rate("kept_rate", _("Kept rate"), "visits", "invited", _("Invited leads that came ÷ invited leads")),
        Rate("kept_by_day", _("Appointments kept"), "arrived", "due"),
        Rate("visit_rate_by_card", _("Visit rate by card"), "visits", "cards", _("Leads with a card that came ÷ leads with a card")),
        Rate("visit_rate_by_lead", _("Visit rate by lead"), "visits", "valid", _("Valid leads that came ÷ valid leads")),
        Rate("order_rate", _("Order rate"), "orders", "visits", _("Leads that came and have an order that stands ÷ leads that came")),
        Rate("order_rate_by_lead", _("Order rate by lead"), "orders", "valid", _("Valid leads with an order that stands ÷ valid leads")),
        Rate("delivery_rate", _("Deals of the orders"), "deals", "orders_of_valid", _("Valid ordered leads whose car is delivered ÷ valid ordered leads")),
        Rate("deal_rate", _("Deal rate"), "deals", "valid", _("Valid leads whose car is delivered ÷ valid leads")),
        Rate("deal_rate_by_visit", _("Deal rate"), "deals", "visits", _("Leads that came and whose car is delivered ÷ leads that came")),
        Rate("connection_rate", _("Connection rate"), "connected", "calls"),
        Rate("test_drive_rate", _("Test drive rate"), "test_drives", "visits", _("Leads that came and drove a car ÷ leads that came")),
        Rate("effective_rate", _("Effective call rate"), "effective", "connected"),
        Rate("wechat_rate", _("WeChat rate"), "wechat", "reached", _("Reached leads with WeChat added ÷ reached leads")),
        Rate("loan_rate", _("Loan rate"), "loans", "orders", _("Leads with an order that stands by loan ÷ leads with an order that stands")),
        Rate(
            "trade_in_rate", _("Trade-in rate"), "trade_ins", "orders",
            _("Leads with an order that stands and a trade-in ÷ leads with an order that stands"),
        ),
        Rate("risen_rate", _("Risen"), "risen", "set_aside", _("Leads graded low or nurtured that were graded high later ÷ leads graded low or nurtured")),
        Rate("left_number_rate", _("Left a number, rate"), "left_number", "first_groups"),
        Rate("in_time_rate", _("First called in time, rate"), "in_time", "limit_passed"),
        Rate("leakage_rate", _("Leakage rate"), "leaked", "came_or_leaked"),
        Rate("rejected_rate", _("Rejected share"), "rejected", "decided"),
        Rate("lost_after_visit", _("Came before they were lost"), "lost_visited", "lost"),
        Rate(
            "second_call", _("Second call"), "called_twice", "unreached_once",
            _("Leads not reached by their first call that got another ÷ leads not reached by it"),
        ),
        Rate(
            "third_call", _("Third call"), "called_thrice", "unreached_twice",
            _("Leads not reached by their first two calls that got another ÷ leads not reached by them"),
        ),
        Rate("answered_rate", _("Hotline answered"), "answered", "incoming"),
        Rate("rung_back_rate", _("Rung back in time"), "rung_back", "missed"),
        Rate("connection_rate_by_lead", _("Connection rate by lead"), "reached", "contacted", _("Called leads that were reached ÷ called leads")),
    )
}  # fmt: skip


def _inner(rate: Rate) -> Measure:
    """What a cohort counts above the line: the leads below it that passed the stage, too."""
    over, under = COUNTED[rate.over], COUNTED[rate.under]
    label = format_lazy(_("{over} of: {under}"), over=over.label, under=under.label)
    explain = format_lazy(_("Above the line of: {formula}."), formula=rate.share)
    return Measure(rate.inner, label, cohort=(over.cohort or Q()) & (under.cohort or Q()), explain=explain)


COUNTED: dict[str, Measure] = dict(MEASURES)  # whatever a page counts
for _rate in RATES.values():
    if _rate.share:
        COUNTED[_rate.inner] = _inner(_rate)
TILED = ("connection_rate",)  # what stands as a rate on the daily board
HOTLINE = ("answered_rate", "rung_back_rate")  # what stands beside the first responses, of those who ring themselves
OF_DAYS = ["connection_rate", "invitation_rate", "kept_by_day", "order_rate"]
COHORT = ("reached_share", "card_rate", "invitation_rate", "kept_rate", "order_rate")


def rates_of(by: str, basis: str) -> dict[str, Rate]:
    """Return {measure: the rate that stands at it} for the table of a question."""
    if basis == "cohort":
        names = [*COHORT, "deal_rate_by_visit" if by == "reception" else "deal_rate"]
    else:
        names = ["order_rate", "deal_rate_by_visit"] if by == "reception" else OF_DAYS
    return {RATES[name].over: RATES[name] for name in names}


def rates_over(measure: str, by: str, basis: str) -> list[Rate]:
    """Return the rates above whose line a page shows this measure."""
    if basis == "cohort":
        return [rate for rate in RATES.values() if rate.share and rate.inner == measure]
    shown = {rate.name: rate for rate in [*rates_of(by, basis).values(), *(RATES[name] for name in (*TILED, *HOTLINE))]}
    return [rate for rate in shown.values() if rate.over == measure]
