"""Which numbers were erased on request: by a digest, never the number."""

from django.db import models
from django.db.models import Index, Q, UniqueConstraint

from leads.models.querysets.erased import ErasedNumberQuerySet


class ErasedNumber(models.Model):
    """A number of somebody who asked to be forgotten (应本人要求删除): nobody takes it in until they come by themselves, or the block is lifted.

    `digest` is an HMAC of the number with a key of the installation (leads.numbers.erased_numbers). No part of a store's ledger.
    See docs/rules/trust.md#erased.
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey("dcc.User", models.PROTECT, null=True, related_name="+")

    objects = ErasedNumberQuerySet.as_manager()

    class Meta:
        constraints = [UniqueConstraint(fields=["store", "digest"], condition=Q(lifted_at=None), name="erased_number_once")]
        indexes = [Index(fields=["store", "digest"], name="erased_number_of_store")]
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"erased {self.at:%Y-%m-%d}"
