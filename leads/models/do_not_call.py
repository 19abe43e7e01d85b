"""Whom nobody may call."""

from django.db import models
from django.db.models import Index

from dcc.models import Annullable
from leads.models.querysets.do_not_call import DoNotCallQuerySet


class DoNotCall(Annullable):
    """A number that asked not to be called (不再联系): blocks calling and importing from `at` until it expires or is lifted.

    See docs/rules/trust.md#personal-data.
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, related_name="+")
    phone = models.CharField(max_length=24)
    kind = models.CharField(max_length=20, default="call")
    source = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, related_name="+")
    until = models.DateTimeField(null=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey("dcc.User", models.PROTECT, null=True, related_name="+")

    objects = DoNotCallQuerySet.as_manager()

    class Meta:
        indexes = [Index(fields=["store", "phone"], name="do_not_call_number")]
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"do not call, since {self.at:%Y-%m-%d}"
