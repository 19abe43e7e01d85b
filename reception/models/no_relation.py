"""A hint of the reconciliation that led nowhere."""

from django.db import models
from django.db.models import Index, UniqueConstraint

from reception.models.querysets.no_relation import NoRelationQuerySet


class NoRelation(models.Model):
    """Somebody looked at a showroom visit and a lead it might belong to, and said they are not one family (不是一家人): never proposed again."""

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    visit = models.ForeignKey("reception.Visit", models.PROTECT, db_index=False, related_name="+")
    lead = models.ForeignKey("leads.Lead", models.PROTECT, related_name="+")
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    at = models.DateTimeField()

    objects = NoRelationQuerySet.as_manager()

    class Meta:
        constraints = [UniqueConstraint(fields=["visit", "lead"], name="no_relation_once")]
        indexes = [Index(fields=["store", "at"], name="no_relation_by_day")]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.visit}, not {self.lead}"
