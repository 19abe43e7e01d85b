"""Who has worked with leads since they were imported, of many at once: what keeps an undo from taking them back."""

from collections.abc import Iterator, Sequence

from django.db.models import CharField, QuerySet, Value

from dcc.database.bulk import chunked
from dcc.models import TrailEntry
from leads import sockets
from leads.customer.history import CHANGES
from leads.intake.undo_plan import Touch
from leads.models import FollowUp, Grading, Handover, ImportBatch, Inquiry, Lead, Proposal, Refund, Request, Review


def touches_of(batch: ImportBatch, leads: Sequence[int]) -> dict[int, list[Touch]]:
    """Return what was done with each of some leads besides the import. One query for nine hundred leads."""
    found: dict[int, list[Touch]] = {}
    for part in chunked(leads):
        told: list[QuerySet] = [*_of_the_leads(batch, part), *(rows for tell in sockets.touches for rows in tell(part))]
        for lead, why, at in told[0].union(*told[1:], all=True):
            found.setdefault(lead, []).append(Touch(at, why))
    return found


def _of_the_leads(batch: ImportBatch, leads: Sequence[int]) -> Iterator[QuerySet]:
    yield touch(Grading.every.filter(lead__in=leads), "graded")
    yield touch(Review.every.filter(lead__in=leads), "graded")
    yield touch(Handover.every.filter(lead__in=leads), "graded")
    yield touch(Proposal.every.filter(lead__in=leads), "applied")
    yield touch(Request.objects.filter(lead__in=leads), "applied")
    yield touch(FollowUp.objects.filter(lead__in=leads, done_at__isnull=False), "followed", "done_at")
    yield touch(Refund.objects.filter(inquiry__lead__in=leads), "refund", lead="inquiry__lead")
    yield touch(Inquiry.objects.filter(lead__in=leads).exclude(batch=batch), "asked", "entered_at")
    yield touch(Inquiry.every.filter(lead__in=leads, merged_from__isnull=False), "merged", "entered_at")
    yield touch(TrailEntry.objects.filter(object_type="lead", object_id__in=leads, action__in=CHANGES), "changed", lead="object_id")
    yield touch(Lead.objects.closed().filter(pk__in=leads), "closed", "closed_at", lead="pk")


def touch(rows: QuerySet, why: str, moment: str = "at", *, lead: str = "lead") -> QuerySet:
    """Return rows as what they tell of their leads: (lead, `why`, moment)."""
    return rows.order_by().annotate(touched_as=Value(why, output_field=CharField())).values_list(lead, "touched_as", moment)
