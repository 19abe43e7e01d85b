"""The invitations of a campaign by the moment at which they were made: together they may be withdrawn."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q

from leads.models import Campaign, FollowUp


@dataclass(frozen=True)
class Batch:
    """Those invited at one moment, and how many of them nobody has called for yet."""

    made_at: datetime
    count: int
    uncalled: int

    @property
    def key(self) -> str:
        """What a form calls it."""
        return self.made_at.isoformat()


def batches_of(campaign: Campaign) -> list[Batch]:
    """Return the batches of a campaign, the latest first: one question."""
    uncalled = Q(done_at=None) & (Q(lead__last_call_at=None) | Q(lead__last_call_at__lt=F("created_at")))
    rows = FollowUp.objects.filter(campaign=campaign).order_by().values("created_at").annotate(number=Count("pk"), uncalled=Count("pk", filter=uncalled))
    return [Batch(row["created_at"], row["number"], row["uncalled"]) for row in sorted(rows, key=lambda row: row["created_at"], reverse=True)]
