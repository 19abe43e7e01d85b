"""The list of leads as persons that may leave: what its address asks for, in the columns somebody chose (docs/rules/trust.md#exports)."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dcc.database.bulk import chunked
from dcc.errors import Refused
from dcc.frame.paging import address_of
from dcc.models import User
from leads.models import Lead
from leads.pool.filters import filtered
from leads.pool.list_columns import COLUMNS, columns_of
from leads.pool.next_steps import next_steps_of
from leads.pool.sorting import SORTS, sort_of, sorted_rows
from leads.sockets import Listed, Person, PersonList

ON_THE_PAGE_ALONE = ("phone", "limit")  # the number stands first; what is left of a limit is true for a moment
TYPED = ("model",)  # what somebody typed may be a name: the trail holds that it was asked for
LISTED_COLUMNS = {code: label for code, label in COLUMNS.items() if code not in ON_THE_PAGE_ALONE}


def chosen(user: User) -> Iterable[str]:
    """Return the columns of this person's list."""
    return [code for code in columns_of(user) if code in LISTED_COLUMNS]


def find(user: User, params: Any, now: datetime, most: int) -> Listed:
    """Return the leads an address asks for, in its order, `most` at most. Refused where it asks for what is none."""
    found = filtered(user, params, now)
    if not found.form.is_valid():
        raise Refused(_("This page is too old. Look at the list once more."))
    sort = sort_of(params)
    rows = sorted_rows(found.qs, sort, user.own_store, narrow=found.is_narrow).order_by(*SORTS[sort].order)
    chips = found.chips()
    fields = [name for chip in chips for name in chip.fields]
    asked = {name: "…" if name in TYPED else ",".join(params.getlist(name)) for name in fields if params.get(name)}
    said: dict[str, str] = {}
    for chip in chips:
        name = chip.name or _("Only")
        said[name] = f"{said[name]} · {chip.value}" if name in said else chip.value
    return Listed(list(rows.values_list("pk", flat=True)[:most]), asked, said, address_of(params))


def lines(user: User, keys: list[int], codes: list[str], now: datetime) -> Iterator[Person]:
    """Yield these leads as far as this person sees them now, in the order of the keys."""
    seen = Lead.objects.visible_to(user, now=now).select_related("store", "channel", "agent", "reception")
    for part in chunked(keys):
        leads = seen.in_bulk(list(part))
        steps = next_steps_of(list(leads.values()), now) if "next_step" in codes else {}
        for lead in (leads[key] for key in part if key in leads):
            yield Person(lead, lead.name, lead.phone or "", tuple(_cell(lead, code, steps) for code in codes))


def _cell(lead: Lead, code: str, steps: dict) -> Any:
    if code == "next_step":
        return steps[lead.pk].words if lead.pk in steps else ""
    named = {"agent": lead.agent, "reception": lead.reception}
    if code in named:
        return named[code].name if named[code] else ""
    facts = {"channel": lead.channel.name, "arrival": lead.received_at, "inquiries": lead.inquiry_count, "calls": lead.call_count}
    facts |= {"last_call": lead.last_call_at or "", "grade": lead.get_grade_display() if lead.grade else ""}
    return facts[code] if code in facts else getattr(lead, code)


LISTED_LEADS = PersonList(gettext_lazy("Leads"), "leads", "lead.see", LISTED_COLUMNS, find, lines, chosen)
