"""What the events of a lead carry of it, so that figures are counted without reading the lead."""

from collections.abc import Collection

from django.db.models import Model, OuterRef, Subquery

from leads.models import Lead


def carry_channels(*models: type[Model], lead_ids: Collection[int]) -> None:
    """Write on the events of these leads, taken back or not, the channel in which they count: the lead's, none where it was merged away."""
    channel = Lead.objects.filter(pk=OuterRef("lead")).unmerged().values("channel")
    for model in models:
        model._base_manager.filter(lead__in=lead_ids).update(channel=Subquery(channel))
