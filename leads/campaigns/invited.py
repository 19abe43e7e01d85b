"""Which campaign an appointment or a visit belongs to: that by which its lead was invited, and on whose days it lies."""

from collections.abc import Collection
from datetime import date

from dcc.database.prepared import prepared
from leads.models import FollowUp


def campaign_of(lead_id: int, day: date) -> int | None:
    """Return the campaign to which a lead was invited and which is on at a day; of several the one it was invited to last (docs/rules/domain.md#campaigns)."""
    for first, last, campaign in _invitations(lead_id):
        if first <= day <= last:
            return campaign
    return None


def campaigns_on(leads: Collection[int], day: date) -> dict[int, str]:
    """Return to which campaign of a day each of some leads was invited, by its name: one question, the same rule."""
    running = {"campaign__first_day__lte": day, "campaign__last_day__gte": day}
    rows = FollowUp.objects.filter(lead__in=leads, **running).order_by("created_at", "pk") if leads else FollowUp.objects.none()
    return dict(rows.values_list("lead", "campaign__name"))


@prepared
def _invitations(lead):
    invited = FollowUp.objects.filter(lead=lead, campaign__isnull=False).order_by("-created_at", "-pk")
    return invited.values_list("campaign__first_day", "campaign__last_day", "campaign")
