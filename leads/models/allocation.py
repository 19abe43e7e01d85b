"""Whose lead it is, and since when."""

from django.db import models
from django.db.models import Index, Q

from dcc.models import Annullable
from leads.models.querysets.allocation import INCOMING, AllocationQuerySet


class Allocation(Annullable):
    """One change of hand (分配): from whom, to whom, by whom, when and why. A fact, never changed.

    `agent` null: back to the pool. `by` null: it happened by itself. `reason` is the word of the rule that chose (`leads.pool.allocation_plan`), `line` its
    place among the rules that stood then; null where no line gave it.
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    lead = models.ForeignKey("leads.Lead", models.PROTECT, db_index=False, related_name="allocations")
    previous = models.ForeignKey("dcc.User", models.PROTECT, db_index=False, null=True, related_name="+")
    agent = models.ForeignKey("dcc.User", models.PROTECT, db_index=False, null=True, related_name="+")
    by = models.ForeignKey("dcc.User", models.PROTECT, db_index=False, null=True, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=30, blank=True)
    line = models.PositiveSmallIntegerField(null=True)

    objects = AllocationQuerySet.as_manager()

    class Meta:
        indexes = [
            Index(fields=["store", "agent", "at", "lead", "annulled_at"], name="allocation_of_agent"),
            Index(fields=["store", "at", "agent", "annulled_at"], name="allocation_by_day"),
            Index(fields=["lead", "at"], name="allocation_of_lead"),
            Index(fields=["store", "agent", "lead"], condition=Q(reason=INCOMING), name="allocation_of_callers"),
        ]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.lead_id} → {self.agent_id}"
