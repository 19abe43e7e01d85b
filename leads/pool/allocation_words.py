"""The reasons of an allocation as a person reads them."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

REASONS: dict[str, Any] = {  # every word `Allocation.reason` may hold
    "hand": gettext_lazy("Given by hand"),
    "returning": gettext_lazy("Returning customer"),
    "load": gettext_lazy("Holds least"),
    "turn": gettext_lazy("Their turn"),
    "incoming": gettext_lazy("Took the call"),
    "named": gettext_lazy("Named at the door"),
    "review": gettext_lazy("Decided on review"),
    "undo": gettext_lazy("Undone"),
    "left": gettext_lazy("Handed over on leaving"),
    "busy": gettext_lazy("Too many at once"),
    "away": gettext_lazy("Not on duty"),
    "customer": gettext_lazy("Customer asked for it"),
    "another": gettext_lazy("Another voice may reach them"),
    "mistake": gettext_lazy("Given by mistake"),
    "merged": gettext_lazy("Merged with theirs"),
}
CHANGE_REASONS = [(code, REASONS[code]) for code in ("busy", "away", "customer", "another", "mistake")]  # what a leader picks who takes a lead from somebody
STUCK: dict[str, Any] = {"cap": gettext_lazy("Everybody has reached the daily cap"), "nobody": gettext_lazy("Nobody is on duty")}


def in_words(code: str) -> str:
    """Return what a reason says; a word nobody knows stands as it is."""
    return str(REASONS.get(code) or STUCK.get(code) or code)


def returning_in_words(last_at, now) -> str:
    """Return why a returning customer goes where they were: 老客户，5 月跟过."""
    local, today = timezone.localtime(last_at), timezone.localtime(now)
    if local.year == today.year:
        return _("Returning customer, theirs in month %(month)d") % {"month": local.month}
    return _("Returning customer, theirs in %(year)d-%(month)02d") % {"year": local.year, "month": local.month}
