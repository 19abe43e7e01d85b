"""Days and months that were closed."""

from django.db import models
from django.db.models import UniqueConstraint


class Closing(models.Model):
    """A closed day (2026-09-15) or month (2026-09) of a store, with its own copy of the figures (日结, 月结). `number` counts the closings of a store."""

    store = models.ForeignKey("dcc.Store", models.PROTECT, related_name="+")
    period = models.CharField(max_length=10)
    number = models.PositiveIntegerField()
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    figures = models.JSONField(default=dict)

    class Meta:
        constraints = [UniqueConstraint(fields=["store", "period", "number"], name="closing_once")]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.period} {self.number}"
