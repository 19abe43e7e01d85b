"""The data manager's judgement."""

from django.db import models
from django.db.models import Index

from leads.models.lead import GRADES
from leads.models.querysets.grading import StandingGradings


class Grading(models.Model):
    """One judgement (分级) of a lead by the data manager, after reading what the agents recorded.

    Undoing is a further grading (docs/rules/domain.md#grading): it says by `undoes` the moment of the one it undoes, which says by `undone_at` the moment of
    the undoing; its grade is the one that stands again, empty where there was none. `objects` asks those that stand, `every` all of them.
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    lead = models.ForeignKey("leads.Lead", models.PROTECT, related_name="gradings")
    grade = models.CharField(max_length=1, blank=True, choices=GRADES)
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True)
    undoes = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    objects = StandingGradings()
    every = models.Manager()

    class Meta:
        indexes = [Index(fields=["store", "at"], name="grading_by_day")]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.get_grade_display()
