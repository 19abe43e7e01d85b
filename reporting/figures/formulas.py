"""What the figures of a page count, in words: out of the tables of measures, rates and what stands. `cards` is counted by day, `cohort.cards` by arrival."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dcc.sockets import Formula
from reporting.figures.measures import MEASURES
from reporting.figures.rates import RATES
from reporting.figures.standing_now import STANDING

IN_TIME = _("First called in time, rate")
COHORT = "cohort."
DIFFERS: dict[str, Any] = {  # from what a reader may take it for
    "arrived": _("Not the same as visits: those came in the period, with an appointment of another day or with none, too."),
    "visits": _("Not the same as those who came of the appointments due: these count on the day they were due, whenever they came."),
}
FURTHER = {
    "in_time": Formula(
        IN_TIME,
        (
            _("Leads first called within their limit ÷ leads whose limit passed in the period."),
            _("The limit runs in working hours only, from the moment the lead came in; giving it to somebody else does not begin it anew."),
        ),
    ),
    "spent": Formula(_("Spent"), (_("What the channel cost in the month: as it was entered, else price × inquiries. Only of months that are over."),)),
    "refunded": Formula(_("Paid back"), (_("What platforms paid back for bad leads of the month."),)),
    "net_spent": Formula(_("Net spending"), (_("Spent less paid back."),)),
    "cost_per_lead": Formula(pgettext_lazy("cost", "Per lead"), (_("Net spending ÷ leads."),)),
    "cost_per_visit": Formula(pgettext_lazy("cost", "Per visit"), (_("Net spending ÷ visits."),)),
    "cost_per_deal": Formula(pgettext_lazy("cost", "Per deal"), (_("Net spending ÷ deals; later deals of the same leads make it less."),)),
    "cost_change": Formula(_("Change of the cost per deal"), (_("By which share of what it was the month before a deal costs more or less now."),)),
    "spending.weeks": Formula(_("Leads by week"), (_("Leads that came in each seven days up to yesterday, invalid ones too."),)),
    "inflow.usual": Formula(_("Usual"), (_("Median of the leads of the same weekday in the four weeks before."),)),
    "inflow.invalid": Formula(_("Invalid"), (_("Of the leads that came today, those closed as invalid by now."),)),
    "inflow.in_time": Formula(
        _("Of today's, in time"),
        (
            _("Of the leads that came today and whose limit has passed: those first called within it ÷ all of them."),
            _("Not the same as the rate of the tile, which takes the leads whose limit passed today, whenever they came."),
        ),
    ),
}


def formula_of(name: str) -> Formula | None:
    """Return what a figure of the reports counts."""
    basis, plain = ("cohort", name.removeprefix(COHORT)) if name.startswith(COHORT) else ("activity", name)
    if plain in FURTHER:
        return FURTHER[plain]
    if plain in STANDING:
        return Formula(STANDING[plain].label, (STANDING[plain].explain,))
    line = RATES.get(plain) or MEASURES.get(plain)
    if line is None:
        return None
    differs = [DIFFERS[plain]] if basis == "activity" and plain in DIFFERS else []
    return Formula(line.label, (*line.explained(basis).split("\n"), *differs))


def name_of(measure: str, basis: str) -> str:
    """Return the name under which a figure's formula is known."""
    return f"{COHORT}{measure}" if basis == "cohort" else measure
