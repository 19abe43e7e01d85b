"""The worker's share of the imports: one batch at a time, taken by a lease, so that a dead worker's batch goes to the next."""

from datetime import datetime, timedelta

from django.db.models import Min, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from leads.intake.rules.importing import LEASE, commit, examine_in_background, keep_progress
from leads.intake.rules.undoing import undo_as_asked
from leads.models import ImportBatch
from leads.models.batch import BUSY

SOON = timedelta(minutes=1)  # a step that failed is tried again by then, not only when its lease would have run out


def take_one_batch() -> bool:
    """Read, commit or undo the longest waiting large file; False if none waits. What a killed worker left is taken again once its lease ran out."""
    now = timezone.now()
    batch = _lease(now)
    if batch is None:
        return False
    try:
        if batch.undo_asked_at is not None:
            undo_as_asked(batch, now=now)
        elif batch.state == "reading":
            examine_in_background(batch, now=now)
        else:
            commit(batch, by=batch.by, now=now, progress=keep_progress(batch))
    except Exception:
        ImportBatch.objects.filter(pk=batch.pk, state=batch.state).update(leased_until=timezone.now() + SOON)
        raise
    return True


def oldest_waiting() -> datetime | None:
    """Return since when the oldest file waits to be read, committed or undone."""
    return ImportBatch.objects.filter(_wanted()).aggregate(oldest=Min(Coalesce("undo_asked_at", "uploaded_at")))["oldest"]


def _wanted() -> Q:
    return Q(state__in=BUSY) | Q(state="done", undo_asked_at__isnull=False)


def _lease(now: datetime) -> ImportBatch | None:
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    waiting = ImportBatch.objects.filter(free, _wanted()).select_related("store", "channel", "by", "undone_by")
    for batch in waiting.order_by("uploaded_at", "id")[:5]:
        state = "committing" if batch.state == "queued" else batch.state
        taken = ImportBatch.objects.filter(free, pk=batch.pk, state=batch.state).update(state=state, leased_until=now + LEASE)
        if taken:
            batch.state = state
            return batch
    return None
