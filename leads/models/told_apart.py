"""Two leads that look like one person, and are two."""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint


class ToldApart(models.Model):
    """Somebody looked at two leads proposed as one person and said they are two (不是同一人): that pair is never proposed again.

    `lead` is the one entered first.
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    lead = models.ForeignKey("leads.Lead", models.PROTECT, db_index=False, related_name="+")
    other = models.ForeignKey("leads.Lead", models.PROTECT, db_index=False, related_name="+")
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["lead", "other"], name="told_apart_once"),
            CheckConstraint(condition=~Q(lead=F("other")), name="told_apart_two_leads"),
        ]
        indexes = [Index(fields=["store", "at"], name="told_apart_by_day")]
        ordering = ["at", "id"]
        verbose_name_plural = "pairs told apart"

    def __str__(self) -> str:
        return f"{self.lead_id} and {self.other_id}"
