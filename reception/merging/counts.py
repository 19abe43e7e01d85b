"""How much of two leads a merge moves: what a page shows of it, and what has changed since."""

from typing import Any

from django.db.models import Count, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.models import Appointment, Call
from dcc.errors import Refused
from leads.models import FollowUp, Inquiry, Lead, Proposal
from reception.models import Order, Visit

Counts = dict[str, list[int]]  # by sort: of the kept lead, of the younger
SORTS: dict[str, tuple[Any, Any, dict[str, Any]]] = {
    "inquiries": (gettext_lazy("Inquiries"), Inquiry, {}),
    "calls": (gettext_lazy("Calls"), Call, {}),
    "connected": (gettext_lazy("Connected calls"), Call, {"outcome": "connected"}),
    "appointments": (gettext_lazy("Appointments"), Appointment, {}),
    "visits": (gettext_lazy("Visits"), Visit, {}),
    "orders": (gettext_lazy("Orders"), Order, {}),
    "owed": (gettext_lazy("Follow-ups"), FollowUp, {"done_at": None}),
    "applied": (gettext_lazy("Applications"), Proposal, {"decided_at": None}),
}


def counts_of(kept: Lead, younger: Lead) -> Counts:
    """Count the rows of both. One query."""
    asked = [_count_of(model, which) for _label, model, which in SORTS.values()]
    rows = Lead.objects.filter(pk__in=(kept.pk, younger.pk)).order_by().values_list("pk", *asked)
    found = {pk: numbers for pk, *numbers in rows}
    return {name: [found[lead.pk][place] for lead in (kept, younger)] for place, name in enumerate(SORTS)}


def _count_of(model: Any, which: dict[str, Any]) -> Coalesce:
    rows = model.objects.filter(lead=OuterRef("pk"), **which).order_by().values("lead")
    return Coalesce(Subquery(rows.annotate(count=Count("pk")).values("count")), Value(0))


def refuse_changed(seen: Counts, counts: Counts) -> None:
    """Refuse where anything is counted otherwise than it was shown, with both numbers."""
    for name, (label, _model, _which) in SORTS.items():
        if seen.get(name) != counts[name]:
            said = {"what": label, "now": sum(counts[name]), "then": sum(seen.get(name) or [0])}
            raise Refused(_("%(what)s: now %(now)d, not %(then)d. Nothing was done; look once more.") % said)
