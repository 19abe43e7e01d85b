"""The seals upon the trail: a chain for each store, and one for what belongs to none (docs/rules/trust.md#trail-sealed). No part of a store's ledger."""

from django.db import models
from django.db.models import Q

from dcc.models.trail import TrailEntry


class Sealing(models.Model):
    """One row: who seals holds it. Every entry up to `sealed_until` is sealed; up to `seen_until` it was looked through at `seen_at`."""

    sealed_until = models.BigIntegerField(default=0)
    seen_until = models.BigIntegerField(default=0)
    seen_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.sealed_until)


class TrailChain(models.Model):
    """The end of a chain, kept apart from its seals: number and hash of the last. Without a store: the deeds of none."""

    store = models.OneToOneField("dcc.Store", models.PROTECT, null=True, related_name="+")
    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("store_id", condition=Q(store=None), name="one_chain_of_none")]

    def __str__(self) -> str:
        return f"{self.store.code if self.store else '-'} {self.number} {self.hash}"


class TrailSeal(models.Model):
    """The seal of one entry. `salt` goes into the digest of its detail: from a seal kept elsewhere nobody finds out by trying what the detail was.

    The entry has no constraint: whoever removes it behind the program's back leaves the seal that tells of it.
    """

    chain = models.ForeignKey(TrailChain, models.PROTECT, related_name="seals")
    number = models.BigIntegerField()
    entry = models.OneToOneField(TrailEntry, models.DO_NOTHING, db_constraint=False, related_name="seal")
    salt = models.CharField(max_length=32)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "number"], name="trail_seal_number")]

    def __str__(self) -> str:
        return f"{self.number} {self.hash}"
