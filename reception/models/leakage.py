"""A visit DCC lost to the showroom."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from dcc.models import STANDS, Annullable
from reception.models.querysets.leakage import LeakageQuerySet

ENDS = (("back_to_dcc", _("Back to DCC")), ("stays_showroom", _("Stays with the showroom")))


class Leakage(Annullable):
    """A visit (看车) that became showroom while its person's lead was open (流失). Never deleted.

    The leader proposes how it is settled, the director signs; one person with both roles signs once.
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    visit = models.ForeignKey("reception.Visit", models.PROTECT, related_name="leakages")
    lead = models.ForeignKey("leads.Lead", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    told_by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    proposed_outcome = models.CharField(max_length=16, blank=True, choices=ENDS)
    proposed_reason = models.CharField(max_length=200, blank=True)
    proposed_by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=16, blank=True, choices=ENDS)
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    reason = models.CharField(max_length=200, blank=True)

    objects = LeakageQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["visit"], condition=STANDS, name="leakage_one_per_visit"),
            CheckConstraint(condition=Q(settled_at=None, outcome="") | Q(settled_at__isnull=False) & ~Q(outcome=""), name="leakage_settled_with_outcome"),
        ]
        indexes = [Index(fields=["store", "at"], name="leakage_by_day")]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"leakage of visit {self.visit_id}"
