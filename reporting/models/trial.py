"""Trials of other rules that were kept."""

from django.db import models
from django.db.models import Index

from reporting.models.querysets.trial import TrialQuerySet


class Trial(models.Model):
    """Other rules tried on a period (规则试算), kept as they came out: `values` by the names of settings, `result` as docs/ledger.md tells it, rows by key.

    What happens later changes nothing of it.
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    values = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    token = models.UUIDField(null=True, unique=True)

    objects = TrialQuerySet.as_manager()

    class Meta:
        indexes = [Index(fields=["store", "at"], name="trial_by_moment")]
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"trial of {self.first_day} to {self.last_day}"
