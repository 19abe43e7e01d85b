"""A day at the front desk, signed."""

from django.db import models
from django.db.models import UniqueConstraint

from reception.models.querysets.day_signing import DaySigningQuerySet


class DaySigning(models.Model):
    """日结: what the front desk signed of a day. A copy that never changes: `figures` as reception.day_close.day_sums counted them at that moment."""

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    day = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    figures = models.JSONField(default=dict)

    objects = DaySigningQuerySet.as_manager()

    class Meta:
        constraints = [UniqueConstraint(fields=["store", "day"], name="day_signed_once")]
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"
