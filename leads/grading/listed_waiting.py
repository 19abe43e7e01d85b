"""The grading list as persons that may leave (docs/rules/trust.md#exports)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dcc.database.bulk import chunked
from dcc.models import User
from leads.grading.waiting_lists import MOST, WITH, count_to_grade, grading_list
from leads.models import Lead
from leads.sockets import Listed, Person, PersonList

WAITING_COLUMNS = {"model": gettext_lazy("Car model"), "agent": gettext_lazy("Agent"), "level": gettext_lazy("Level"), "since": gettext_lazy("Waits since")}


def find(user: User, _params: Any, now: datetime, most: int) -> Listed:
    """Return the list as its page shows it, who has no next step first, `most` at most."""
    keys = [each.lead.pk for each in grading_list(user, now)]
    count = count_to_grade(user) if len(keys) == MOST else len(keys)
    said = {_("Only"): _("the first %(shown)d of %(count)d") % {"shown": len(keys), "count": count}} if count > len(keys) else {}
    return Listed(keys[:most], {}, said)


def lines(user: User, keys: list[int], codes: list[str], now: datetime) -> Iterator[Person]:
    """Yield these leads as far as this person sees them now, in the order of the keys."""
    for part in chunked(keys):
        leads = Lead.objects.visible_to(user, now=now).select_related(*WITH).in_bulk(list(part))
        for lead in (leads[key] for key in part if key in leads):
            facts = {"model": lead.model, "agent": lead.agent.name if lead.agent else "", "level": lead.level, "since": lead.ungraded_since or ""}
            yield Person(lead, lead.name, lead.phone or "", tuple(facts[code] for code in codes))


LISTED_WAITING = PersonList(gettext_lazy("To grade"), "grading", "lead.grade", WAITING_COLUMNS, find, lines)
