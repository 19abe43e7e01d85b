"""The data manager's judgement."""

from django.db import models
from django.db.models import Index

from leads.models.lead import GRADES


class Grading(models.Model):
    """One judgement (分级) of a lead by the data manager, after reading what the agents recorded. Undoing is a further grading (01, step 4)."""

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    lead = models.ForeignKey("leads.Lead", models.PROTECT, related_name="gradings")
    grade = models.CharField(max_length=1, choices=GRADES)
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [Index(fields=["store", "at"], name="grading_by_day")]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.get_grade_display()
