"""Reading the trail in a test."""

from dcc.models import TrailEntry


def deeds(row) -> list[str]:
    """Return what was done to one row, oldest first."""
    entries = TrailEntry.objects.filter(object_type=row._meta.model_name, object_id=row.pk)
    return list(entries.order_by("at", "id").values_list("action", flat=True))


def trail(action: str) -> list[dict]:
    """Return the details of every deed of this kind on the trail, oldest first."""
    return [entry.detail for entry in TrailEntry.objects.filter(action=action).order_by("at", "id")]
