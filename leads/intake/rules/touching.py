"""Who has worked with leads since they were imported, of many at once: what keeps an undo from taking them back."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from dcc.database.bulk import chunked
from dcc.models import TrailEntry
from leads import sockets
from leads.customer.history import CHANGES
from leads.intake.undo_plan import Touch
from leads.models import FollowUp, Grading, Handover, ImportBatch, Inquiry, Lead, Proposal, Request, Review

Found = tuple[int, str, datetime]


def touches_of(batch: ImportBatch, leads: Sequence[int]) -> dict[int, list[Touch]]:
    """Return what was done with each of some leads besides the import. As many queries for ten leads as for nine hundred."""
    found: dict[int, list[Touch]] = {}
    for part in chunked(leads):
        for lead, why, at in _of_the_leads(batch, part):
            found.setdefault(lead, []).append(Touch(at, why))
        for rows in sockets.touches:
            for lead, why, at in rows(part):
                found.setdefault(lead, []).append(Touch(at, why))
    return found


def _of_the_leads(batch: ImportBatch, leads: Sequence[int]) -> Iterator[Found]:
    of_them = Q(lead__in=leads)
    yield from _said("graded", Grading.every.filter(of_them))
    for rows in (Proposal.every, Request.objects, Review.every, Handover.every):
        yield from _said("applied" if rows.model in (Proposal, Request) else "graded", rows.filter(of_them))
    yield from _said("followed", FollowUp.objects.filter(of_them, done_at__isnull=False), "done_at")
    yield from _said("asked", Inquiry.objects.filter(of_them).exclude(batch=batch), "entered_at")
    yield from _said("merged", Inquiry.every.filter(of_them, merged_from__isnull=False), "entered_at")
    changed = TrailEntry.objects.filter(object_type="lead", object_id__in=leads, action__in=CHANGES)
    yield from ((lead, "changed", at) for lead, at in changed.order_by().values_list("object_id", "at") if lead is not None)
    yield from ((pk, "closed", at) for pk, at in Lead.objects.closed().filter(pk__in=leads).values_list("pk", "closed_at"))


def _said(why: str, rows: QuerySet, moment: str = "at") -> Iterator[Found]:
    return ((lead, why, at) for lead, at in rows.order_by().values_list("lead", moment))
