"""The leads of one gap as persons that may leave (docs/rules/trust.md#exports)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from dcc.database.bulk import chunked
from dcc.frame.paging import address_of, whole
from dcc.models import User
from leads.models import Channel, Lead
from leads.sockets import Listed, Person, PersonList
from reporting.leaks.lead_stages import STAGES
from reporting.leaks.leak_map import leak_map

LEAK_COLUMNS = {
    "gap": pgettext_lazy("leak", "Where"),
    "owner": gettext_lazy("Whose"),
    "since": gettext_lazy("Since"),
    "stage": pgettext_lazy("of an open lead", "Stage"),
    "loss": gettext_lazy("Estimated loss"),
}
STAGE_WORDS = {stage.name: stage.label for stage in STAGES}


def narrowed(params: Any) -> dict[str, Any]:
    """Return whose leaks and of which channel an address asks for."""
    fields = {"owner": whole(params.get("agent")), "channel": whole(params.get("channel"))}
    return {name: pk for name, pk in fields.items() if pk is not None}


def find(user: User, params: Any, now: datetime, most: int) -> Listed:
    """Return the leads of the gap that the address opens, `most` at most."""
    only = narrowed(params)
    line = leak_map(user.own_store, now=now, user=user, only=only).opened(params.get("gap", ""))
    keys = [leak.lead for leak in line.leaks] if line else []
    said = {str(LEAK_COLUMNS["gap"]): str(line.gap.label)} if line else {}
    if "owner" in only:
        said[str(LEAK_COLUMNS["owner"])] = User.objects.visible_to(user).filter(pk=only["owner"]).values_list("name", flat=True).first() or "—"
    if "channel" in only:
        said[_("Channel")] = Channel.objects.visible_to(user).filter(pk=only["channel"]).values_list("name", flat=True).first() or "—"
    gap = line.gap.name if line else ""
    return Listed(keys[:most], {"gap": gap} | only, said, address_of(params, "page", "gap", gap=gap))


def lines(user: User, keys: list[int], codes: list[str], now: datetime) -> Iterator[Person]:
    """Yield the customers that still leak and this person still sees, in the order of the keys."""
    found = leak_map(user.own_store, now=now, user=user)
    leaks = {leak.lead: (line, leak) for line in found.lines for leak in line.leaks}
    names = dict(User.objects.filter(pk__in=found.people_named()).values_list("pk", "name"))
    for part in chunked(keys):
        leads = Lead.objects.visible_to(user, now=now).in_bulk(list(part))
        for lead, (line, leak) in ((leads[key], leaks[key]) for key in part if key in leads and key in leaks):
            loss = None if found.mine else line.loss_of(leak)
            facts = {"gap": line.gap.label, "owner": names.get(leak.owner or 0, ""), "since": leak.since or "", "stage": STAGE_WORDS[leak.stage]}
            yield Person(lead, lead.name, lead.phone or "", tuple((facts | {"loss": "" if loss is None else loss})[code] for code in codes))


LISTED_LEAKS = PersonList(gettext_lazy("Leaks"), "leaks", "leak.see", LEAK_COLUMNS, find, lines)
