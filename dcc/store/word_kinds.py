"""What each list of a store's words is made of: one table for rules, forms and pages.

`meanings` are what the program counts; a list without any takes words as they are. `needed` meanings must keep a word in use. `details` are the
further facts of a word: name → (label, smallest, largest), (label,) for yes and no, or (label, TIME).
"""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class WordKind:
    """One line of the table."""

    meanings: dict[str, Any] = field(default_factory=dict)
    needed: frozenset[str] = frozenset()
    details: dict[str, tuple] = field(default_factory=dict)
    help: Any = ""
    has_levels: bool = False  # whether a word may stand below another


TIME = "time"  # the further fact is a time of day, kept as "08:30"
OUTCOMES = {
    "connected": _("Connected"),
    "no_answer": _("No answer"),
    "rejected": _("Rejected the call"),
    "busy": _("Busy"),
    "off": _("Switched off"),
    "out_of_service": _("Out of service"),
    "empty_number": _("Empty number"),
    "no_signal": _("No signal"),
    "virtual_expired": _("Virtual number expired"),
}

WORD_KINDS: dict[str, WordKind] = {
    "call_outcome": WordKind(
        OUTCOMES, frozenset({"connected", "no_answer"}), help=_("What an agent may choose after a call. Reports count what it means, not its name.")
    ),
    "lost_reason": WordKind(
        details={"competitor": (_("Ask for the competitor's model"),), "why": (_("Ask why, in a sentence"),)},
        help=_("Why a customer was lost."),
        has_levels=True,
    ),
    "invalid_reason": WordKind(
        needed=frozenset({"never_reached"}), help=_("Why a lead never was a customer. Such leads leave the denominators."), has_levels=True
    ),
    "level": WordKind(
        needed=frozenset({"ordered"}),
        details={"days": (_("Buys within days"), 0, 720), "interval": (_("Follow up every days"), 1, 90)},
        help=_("The expected time of purchase, and how often one calls until then."),
    ),
    "car_model": WordKind(help=_("The models you sell, as they stand in forms.")),
    "visit_purpose": WordKind(needed=frozenset({"look"}), help=_("Why somebody comes in. Only looking at cars counts as a visit.")),
    "shift": WordKind(
        {"work": _("At work"), "off": _("Day off")},
        frozenset({"work", "off"}),
        {"from": (_("From"), TIME), "to": (_("Until"), TIME)},
        help=_("What stands on the roster. What was put there keeps its times."),
    ),
    "cancel_reason": WordKind(help=_("Why somebody does not come at the time agreed.")),
}
