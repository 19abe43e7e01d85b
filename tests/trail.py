"""Reading the trail in a test."""

from dcc.models import TrailEntry


def trail(action: str) -> list[dict]:
    """Return the details of every deed of this kind on the trail, oldest first."""
    return [entry.detail for entry in TrailEntry.objects.filter(action=action).order_by("at", "id")]
