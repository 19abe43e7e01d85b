"""The invitations of a campaign by the moment at which they were made: together they may be withdrawn."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from leads.models import Campaign, FollowUp
from reception.campaigns.effect import WHO


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


def invitations_of(campaign: Campaign) -> QuerySet:
    """Return the invitations of a campaign with `made_at`: one that a merge carried along is of the moment at which its person was invited."""
    first = FollowUp.objects.filter(lead=OuterRef("merged_from"), campaign=OuterRef("campaign")).order_by("created_at", "pk").values("created_at")[:1]
    return FollowUp.objects.filter(campaign=campaign).annotate(made_at=Coalesce(Subquery(first), "created_at"))


def batches_of(campaign: Campaign) -> list[Batch]:
    """Return the batches of a campaign, the latest first: one question."""
    uncalled = Q(done_at=None) & (Q(lead__last_call_at=None) | Q(lead__last_call_at__lt=F("made_at")))
    counts = {"number": Count(WHO, distinct=True), "uncalled": Count("pk", filter=uncalled)}
    rows = invitations_of(campaign).order_by().values("made_at").annotate(**counts)
    return [Batch(row["made_at"], row["number"], row["uncalled"]) for row in sorted(rows, key=lambda row: row["made_at"], reverse=True)]
