"""What merging adds to a customer's page: the merges on its timeline, and the ways there and back."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from dcc.models import TrailEntry
from dcc.people.permissions import may
from dcc.trail.audit import ACTIONS
from leads.customer.history import part, rows_of
from leads.customer.timeline import Entry
from leads.models import Lead

SHOWN = ("lead.take_in", "lead.let_out", "lead.separate")  # the merge of the younger is its end, which the timeline says already


def parts_of(lead: Lead) -> Iterator[QuerySet]:
    """Yield the merges of a lead, as rows of its record."""
    rows = TrailEntry.objects.filter(object_type="lead", object_id=lead.pk, action__in=SHOWN)
    yield part("merged", rows, by="by__name", action="action", detail="detail")


def entries_of(lead: Lead, user, _now: datetime) -> Iterator[Entry]:
    """Yield them as entries of the timeline; a lead that was taken in and stands merged with the ways to it, and back."""
    rows = rows_of(lead, "merged")
    let_out = {row.parsed("detail")["lead"]: row.at for row in rows if row["action"] == "lead.let_out"}
    for row in rows:
        younger = row.parsed("detail").get("lead")
        stands = row["action"] == "lead.take_in" and not (younger in let_out and let_out[younger] >= row.at)
        yield Entry(row.at, "change", "git-merge", str(ACTIONS[row["action"]]), by=row.name("by"), ways=_ways_to(younger, user) if stands else ())


def _ways_to(merged: int, user) -> tuple[tuple[str, str, bool], ...]:
    ways = [(_("The lead that was merged"), reverse("lead", args=[merged]), False)]
    if may(user, "lead.merge"):
        ways.append((_("Take the merge back…"), reverse("lead_merge", args=[merged]), False))
    return tuple(ways)


def merge_action(lead: Lead, user) -> tuple[str, str, str] | None:
    """The way to merge an open lead, or to take the merge of one back, for whoever may."""
    if not may(user, "lead.merge") or not (lead.is_open or lead.is_merged):
        return None
    return reverse("lead_merge", args=[lead.pk]), _("Merge…") if lead.is_open else _("Take the merge back…"), "git-merge"


def kept_action(lead: Lead, _user) -> tuple[str, str, str] | None:
    """The way from a merged lead to the one it was merged into."""
    return (reverse("lead", args=[lead.merged_into_id]), _("The lead it was merged into"), "arrow-right") if lead.is_merged else None
