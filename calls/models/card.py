"""The customer card."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from dcc.models import STANDS, Annullable
from dcc.querysets import StandingQuerySet


class Card(Annullable):
    """The A-card (A卡) an agent opens once a person was spoken with and has a name, a number and a model in mind. One per lead.

    Cards are paid: author and moment never change. `channel` is the lead's, null once it was merged away.
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    lead = models.ForeignKey("leads.Lead", models.PROTECT, related_name="+")
    agent = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    at = models.DateTimeField()
    channel = models.ForeignKey("leads.Channel", models.PROTECT, null=True, db_index=False, related_name="+")

    objects = StandingQuerySet.as_manager()

    class Meta:
        constraints = [UniqueConstraint(fields=["lead"], condition=STANDS, name="card_one_per_lead")]
        indexes = [
            Index(fields=["store", "at", "channel", "agent", "annulled_at"], name="card_by_day"),
            Index(fields=["store", "agent", "at", "annulled_at"], name="card_of_agent"),
        ]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"card of lead {self.lead_id}"


class CardCheck(Annullable):
    """The leader's check of a card: upheld, or void with a reason. A void one stays counted and pays nothing."""

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    lead = models.ForeignKey("leads.Lead", models.PROTECT, related_name="+")
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    at = models.DateTimeField()
    upheld = models.BooleanField()
    reason = models.CharField(max_length=200, blank=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        constraints = [CheckConstraint(condition=Q(upheld=True) | ~Q(reason=""), name="card_check_void_with_reason")]
        indexes = [Index(fields=["store", "at"], name="card_check_by_day")]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"check of the card of lead {self.lead_id}"
