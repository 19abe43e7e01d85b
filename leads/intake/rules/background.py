"""The worker's share of the imports: one batch at a time, taken by a lease, so that a dead worker's batch goes to the next."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from leads.intake.rules.importing import LEASE, commit, examine_in_background, keep_progress
from leads.models import ImportBatch

SOON = timedelta(minutes=1)  # a step that failed is tried again by then, not only when its lease would have run out


def take_one_batch() -> bool:
    """Read or commit the longest waiting large file; False if none waits. What a killed worker left is taken again once its lease ran out."""
    now = timezone.now()
    batch = _lease(now)
    if batch is None:
        return False
    try:
        if batch.state == "reading":
            examine_in_background(batch, now=now)
        else:
            commit(batch, by=batch.by, now=now, progress=keep_progress(batch))
    except Exception:
        ImportBatch.objects.filter(pk=batch.pk, state=batch.state).update(leased_until=timezone.now() + SOON)
        raise
    return True


def _lease(now: datetime) -> ImportBatch | None:
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    waiting = ImportBatch.objects.filter(free, state__in=["reading", "queued", "committing"]).select_related("store", "channel", "by")
    for batch in waiting.order_by("uploaded_at", "id")[:5]:
        state = "reading" if batch.state == "reading" else "committing"
        taken = ImportBatch.objects.filter(free, pk=batch.pk, state=batch.state).update(state=state, leased_until=now + LEASE)
        if taken:
            batch.state = state
            return batch
    return None
