"""What the figures of a page count, in words: out of the tables of measures, rates and what stands. `cards` is counted by day, `cohort.cards` by arrival."""

from typing import Any

from django.utils.translation import gettext_lazy as _

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
