"""Since when a customer sits in the showroom, for whoever would ring them (docs/rules/domain.md#queue)."""

from datetime import datetime

from django.db.models import OuterRef, QuerySet

from reception.models import Visit


def came_and_stays(lead: str, first: datetime, now: datetime) -> QuerySet:
    """Return when the groups of the lead under this key of an outer query came in since a moment that have not left: whatever for, and whosever they are."""
    return Visit.objects.filter(lead=OuterRef(lead), at__gte=first, at__lte=now, left_at=None).order_by().values("at")
