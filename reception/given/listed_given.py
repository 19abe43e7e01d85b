"""The leads given to the showroom as persons that may leave (docs/rules/trust.md#exports)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from dcc.frame.paging import address_of
from dcc.models import User
from leads.models import Lead
from leads.sockets import Listed, Person, PersonList
from reception.given.usual import PERIODS
from reception.given.which_given import days_of, fitting, given_to, shown_of

GIVEN_COLUMNS = {
    "model": gettext_lazy("Car model"),
    "day": pgettext_lazy("given", "Given"),
    "reason": gettext_lazy("Why given"),
    "consultant": gettext_lazy("Consultant"),
    "days": gettext_lazy("Days"),
    "outcome": gettext_lazy("What became of it"),
}
WORDS = {
    "ask": gettext_lazy("To be asked"),
    "following": gettext_lazy("Still followed"),
    "sold": pgettext_lazy("given", "Sold"),
    "lost": pgettext_lazy("given", "Lost"),
}


def find(user: User, params: Any, now: datetime, most: int) -> Listed:
    """Return those the page's address asks for, in its order, `most` at most."""
    rows = shown_of(fitting(given_to(user, params, now), params), params)
    days = days_of(params)
    said, asked = {_("Given within"): _("%(each)s days") % {"each": days}}, {"days": days}
    if params.get("show") in WORDS:
        said[_("What became of them")] = str(WORDS[params["show"]])
        asked["show"] = params["show"]
    for name, label in (("consultant", _("Consultant")), ("reason", _("Why given"))):
        if params.get(name):
            said[label], asked[name] = params[name], "…"
    return Listed([each.lead.pk for each in rows[:most]], asked, said, address_of(params, "one"))


def lines(user: User, keys: list[int], codes: list[str], now: datetime) -> Iterator[Person]:
    """Yield those of them that stand as given still and this person may see, in the order of the keys."""
    standing = {each.lead.pk: each for each in given_to(user, {"days": str(PERIODS[-1])}, now)}
    seen = set(Lead.objects.visible_to(user, now=now).filter(pk__in=list(standing)).values_list("pk", flat=True))
    for each in (standing[key] for key in keys if key in standing and key in seen):
        facts = {"model": each.lead.model, "day": each.day, "reason": each.review.reason, "consultant": each.review.consultant, "days": each.days}
        facts["outcome"] = each.last.get_outcome_display() if each.last else ""
        yield Person(each.lead, each.lead.name, each.lead.phone or "", tuple(facts[code] for code in codes))


LISTED_GIVEN = PersonList(pgettext_lazy("given", "Given back"), "given", "given.see", GIVEN_COLUMNS, find, lines)
