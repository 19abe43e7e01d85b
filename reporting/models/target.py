"""The month's goals."""

from django.db import models
from django.db.models import Q, UniqueConstraint


class Target(models.Model):
    """The goal (计划) of one month and measure: of the store, or of one person. `month` is its first day; `measure` a name of reporting.figures.measures."""

    store = models.ForeignKey("dcc.Store", models.PROTECT, related_name="+")
    month = models.DateField()
    measure = models.CharField(max_length=20)
    user = models.ForeignKey("dcc.User", models.PROTECT, null=True, blank=True, related_name="+")
    value = models.PositiveIntegerField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["store", "month", "measure", "user"], name="target_once_per_person"),
            UniqueConstraint(fields=["store", "month", "measure"], condition=Q(user=None), name="target_once_per_store"),
        ]
        ordering = ["month", "measure", "id"]

    @classmethod
    def of_month(cls, store, month) -> models.QuerySet:
        """The targets of one month of a store: its own and its people's."""
        return cls._default_manager.filter(store=store, month=month)

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.measure} {self.value}"
