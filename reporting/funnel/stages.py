"""The stages of a funnel: what each bar counts, and the rate from the stage before."""

from dataclasses import dataclass
from typing import Any

from reporting.figures.measures import FALLS, MEASURES, Counts
from reporting.figures.rates import RATES, Rate


@dataclass(frozen=True)
class Step:
    """One stage to be drawn: what its bar counts and is called; in a cohort its share of the first bar, and the rate from the stage before."""

    measure: str
    label: Any
    of_first: Rate | None = None
    of_before: Rate | None = None

    def formula(self, counts: Counts, basis: str) -> str:
        """What the bar counts and what its percentage is of, with their figures."""
        rates = dict.fromkeys(rate for rate in (self.of_first, self.of_before) if rate)
        told = [f"{rate.explained(basis)}: {rate.of(counts, basis)} {rate.fraction(counts, basis)}".strip() for rate in rates]
        return "\n".join(told) or MEASURES[self.measure].explained(basis)


def _steps(*names: str) -> tuple[Step, ...]:
    return tuple(Step(name, MEASURES[name].label) for name in names)


def _share_of_valid(name: str, of_first: str, of_before: str) -> Step:
    return Step(RATES[of_first].inner, MEASURES[name].label, RATES[of_first], RATES[of_before])


COHORT_STEPS = (
    Step("valid", MEASURES["valid"].label),
    _share_of_valid("reached", "reached_share", "reached_share"),
    _share_of_valid("cards", "card_rate", "card_rate_of_reached"),
    _share_of_valid("invited", "invited_share", "invitation_rate"),
    _share_of_valid("visits", "visit_rate_by_lead", "kept_rate"),
    _share_of_valid("orders", "order_rate_by_lead", "order_rate"),
    _share_of_valid("deals", "deal_rate", "delivery_rate"),
)
LATER = ("reached", "cards", "invited", "visits", "orders", "deals")
ACTIVITY_STEPS = {"agent": _steps("contacted", *LATER), "reception": _steps("visits", "orders", "deals")}


def steps_of(by: str, basis: str) -> tuple[Step, ...]:
    """The stages of a question's funnel: of the valid leads those that passed each, or how often each happened."""
    return COHORT_STEPS if basis == "cohort" else ACTIVITY_STEPS.get(by, _steps("leads", *LATER))


def counted_in(by: str, basis: str) -> tuple[str, ...]:
    """Everything the funnels and the waterfall beside them show."""
    steps = steps_of(by, basis)
    rates = (name for step in steps if step.of_before for name in (step.of_before.above(basis), step.of_before.under))
    falls = (name for name, _label, _why in FALLS) if basis == "cohort" else ()
    return (*(step.measure for step in steps), *rates, *falls)
