"""The reasons of an allocation as a person reads them."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from leads.models import SOURCES

SECOND_LOOK = "second_look"  # somebody else asked them anew, and they want to buy
RECLAIMED = "reclaimed"  # nobody had begun: by itself back to the pool
REASONS: dict[str, Any] = {  # every word `Allocation.reason` may hold
    "hand": gettext_lazy("Given by hand"),
    "returning": gettext_lazy("Returning customer"),
    "named": gettext_lazy("Named people"),
    "even": gettext_lazy("Evenly"),
    "again": gettext_lazy("Came back, given again"),
    "made_up": gettext_lazy("Makes up for an absence"),
    "incoming": gettext_lazy("Took the call"),
    SECOND_LOOK: gettext_lazy("Found again by a second look"),
    "at_desk": gettext_lazy("Named at the door"),
    "review": gettext_lazy("Decided on review"),
    "undo": gettext_lazy("Undone"),
    "left": gettext_lazy("Handed over on leaving"),
    "shift_end": gettext_lazy("The shift ended"),
    RECLAIMED: gettext_lazy("Not called in time"),
    "busy": gettext_lazy("Too many at once"),
    "away": gettext_lazy("Not on duty"),
    "customer": gettext_lazy("Customer asked for it"),
    "another": gettext_lazy("Another voice may reach them"),
    "mistake": gettext_lazy("Given by mistake"),
    "merged": gettext_lazy("Merged with theirs"),
    "leak_untouched": gettext_lazy("Leak: untouched past the limit"),
    "leak_late": gettext_lazy("Leak: first called late"),
    "leak_nothing_next": gettext_lazy("Leak: no next step"),
    "leak_broken": gettext_lazy("Leak: promise broken"),
    "leak_unconfirmed": gettext_lazy("Leak: not confirmed"),
    "leak_showroom": gettext_lazy("Leak: registered as showroom"),
    "leak_silent": gettext_lazy("Leak: silent after the visit"),
}
CHANGE_REASONS = [(code, REASONS[code]) for code in ("busy", "away", "customer", "another", "mistake")]  # what a leader picks who takes a lead from somebody
STUCK: dict[str, Any] = {
    "leader": gettext_lazy("A line leaves it to the leader"),
    "claimed": gettext_lazy("The showroom has a card: to be decided first"),
    "cap": gettext_lazy("Everybody has reached the daily cap"),
    "nobody": gettext_lazy("Nobody is on duty"),
}
WHY: dict[str, Any] = {  # why it is whose it is, by the reason: {name} is theirs, {source} where the lead came from
    "returning": gettext_lazy("returning customer, %(name)s knew them"),
    "named": gettext_lazy("named people: the turn of %(name)s for %(source)s"),
    "even": gettext_lazy("evenly: %(name)s had least of %(source)s today"),
    "again": gettext_lazy("came back, given again: the turn of %(name)s"),
    "made_up": gettext_lazy("makes up for an absence of %(name)s"),
}
YOU = pgettext_lazy("whose lead it is", "you")


def in_words(code: str) -> str:
    """Return what a reason says; a word nobody knows stands as it is."""
    return str(REASONS.get(code) or STUCK.get(code) or code)


def why_in_plan(reason: str, source: str) -> str:
    """Return why a plan gives a lead as it does, in the column beside whom it gives it to."""
    if reason == "even":
        return _("Evenly: had least of %(source)s today") % {"source": source_in_words(source)}
    return in_words(reason)


def why_theirs(reason: str, line: int | None, *, name: str, source: str) -> str:
    """Return why a lead is whose it is: 第 5 条，均分：今天的网络客户，你最少. `name` of the agent, or YOU."""
    if reason not in WHY:
        return in_words(reason)
    why = str(WHY[reason]) % {"name": name, "source": source_in_words(source)}
    return _("Line %(line)d, %(why)s") % {"line": line, "why": why} if line else why


def source_in_words(source: str) -> str:
    """Return a source as people call it."""
    return str(dict(SOURCES).get(source, source))


def returning_in_words(last_at, now) -> str:
    """Return why a returning customer goes where they were: 老客户，5 月跟过."""
    local, today = timezone.localtime(last_at), timezone.localtime(now)
    if local.year == today.year:
        return _("Returning customer, theirs in month %(month)d") % {"month": local.month}
    return _("Returning customer, theirs in %(year)d-%(month)02d") % {"year": local.year, "month": local.month}
