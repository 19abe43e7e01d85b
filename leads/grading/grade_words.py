"""The reasons of a suggested grade as a person reads them."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leads.grading.grade_hint import Reason

SAYS: dict[str, tuple[Any, Any]] = {  # code: what is said, and beside it where it comes from; %s is the figure
    "appointment": (gettext_lazy("The day to come in is agreed"), gettext_lazy("Appointment")),
    "visited": (gettext_lazy("Was in the store"), gettext_lazy("Visit")),
    "soon": (gettext_lazy("Wants to buy soon"), gettext_lazy("Level %s")),
    "date": (gettext_lazy("Spoke about the time of purchase"), gettext_lazy("Call")),
    "wechat": (gettext_lazy("Added on WeChat"), gettext_lazy("Call")),
    "effective": (gettext_lazy("%s effective calls"), gettext_lazy("Calls")),
    "inquiries": (gettext_lazy("Asked %s times within seven days"), gettext_lazy("Inquiries")),
    "no_appointment": (gettext_lazy("No day to come in yet"), gettext_lazy("Appointment")),
    "later": (gettext_lazy("Buys later"), gettext_lazy("Level %s")),
    "no_level": (gettext_lazy("The agent stated no level"), gettext_lazy("Level")),
    "short": (gettext_lazy("Only short calls"), gettext_lazy("longest %s seconds")),
    "no_show": (gettext_lazy("Agreed to come and did not"), gettext_lazy("No-shows: %s")),
    "unreached": (gettext_lazy("Not reached in %s calls"), gettext_lazy("Calls")),
    "proposed_lost": (gettext_lazy("The agent applies for lost"), gettext_lazy("Application")),
    "proposed_invalid": (gettext_lazy("The agent applies for invalid"), gettext_lazy("Application")),
    "proposed_unreachable": (gettext_lazy("The agent applies for out of reach"), gettext_lazy("Application")),
    "proposed_out_of_area": (gettext_lazy("The agent applies for out of area"), gettext_lazy("Application")),
}


def in_words(reason: Reason) -> tuple[str, str]:
    """Return what a reason says, and what stands beside it."""
    what, where = (str(words) for words in SAYS[reason.code])
    return tuple(words % reason.detail if "%s" in words else words for words in (what, where))  # type: ignore[return-value]


def tally(for_it: int, against: int) -> str:
    """Return how many reasons speak for and against: 4 条支持，1 条拉低."""
    return _("%(for_it)d for it, %(against)d against") % {"for_it": for_it, "against": against}
