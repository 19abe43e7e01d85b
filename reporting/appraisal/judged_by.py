"""What the posts may be judged by: each measure a count or a rate (docs/rules/domain.md#appraisal). Data manager and front desk by their own accuracy alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from reporting.appraisal.scoring import FULL, Line, Scheme
from reporting.figures.measures import MEASURES
from reporting.figures.rates import RATES
from reporting.models import AppraisalRule


@dataclass(frozen=True)
class Aim:
    """One thing a post may be judged by. `under` "": a count, measured by each person's own target."""

    name: str
    label: Any
    over: str
    under: str = ""
    formula: Any = ""

    @property
    def is_rate(self) -> bool:
        """Whether it is a rate, with a target in percent."""
        return bool(self.under)


def _counted(*names: str) -> list[Aim]:
    return [Aim(name, MEASURES[name].label, name, formula=MEASURES[name].explain) for name in names]


_formula = lazy(lambda rate: rate.formula, str)  # a rate says its formula in the language of whoever asks, not of who read this table first


def _rated(*names: str) -> list[Aim]:
    return [Aim(name, RATES[name].label, RATES[name].over, RATES[name].under, _formula(RATES[name])) for name in names]


OWN_WORK = {
    "data_manager": [
        Aim(
            "grades_kept", _("Grades not changed on review"), "grades_kept", "grades",
            _("Gradings of the month left as they were on review ÷ all of the month. Changed is one after which the leader gave the lead to another."),
        ),
        Aim("days_closed", _("Days closed in time"), "days_closed", "days", _("Days of the month closed by the end of the day after ÷ days closed.")),
    ],
    "front_desk": [
        Aim("tags_kept", _("Tags not corrected"), "tags_kept", "groups", _("Groups of the month whose tag nobody changed ÷ groups registered.")),
        Aim(
            "typed_soon", _("Registered within 10 minutes"), "typed_soon", "typed",
            _("Groups registered within ten minutes of their arrival ÷ groups registered."),
        ),
        Aim("days_signed", _("Days signed in time"), "days_signed", "desk_days", _("Days of the month signed on the day itself ÷ days signed.")),
    ],
}  # fmt: skip
_SELLING = [
    *_rated("in_time_rate", "effective_rate", "connection_rate", "wechat_rate", "invitation_rate", "kept_by_day", "visit_rate_by_card", "order_rate"),
    *_counted("calls", "cards", "invited", "visits", "orders", "deals"),
]
_RECEIVING = [*_rated("test_drive_rate", "order_rate", "deal_rate_by_visit"), *_counted("visits", "orders", "deals")]
AIMS: dict[str, list[Aim]] = {"agent": _SELLING, "reception": _RECEIVING, "leader": _SELLING, **OWN_WORK}  # by post
POSTS = tuple(AIMS)


def aims_of(post: str) -> dict[str, Aim]:
    """Return what a post may be judged by, by name."""
    return {aim.name: aim for aim in AIMS[post]}


def scheme_of(rule: AppraisalRule) -> Scheme:
    """Return the card of a post as it is reckoned with; what the post cannot be judged by is left out."""
    aims = aims_of(rule.role)
    return Scheme(tuple(_line(one) for one in rule.measures if one["measure"] in aims), rule.floor, rule.cap)


def _line(said: dict[str, Any]) -> Line:
    return Line(said["measure"], said["weight"], Fraction(said["target"]) / FULL if said["target"] else None)


def standing(rules: Iterable[AppraisalRule]) -> dict[tuple[str, str], AppraisalRule]:
    """Return by post and table the card that holds, of those begun, the earliest first."""
    return {(rule.role, rule.table): rule for rule in rules if rule.role in AIMS}
