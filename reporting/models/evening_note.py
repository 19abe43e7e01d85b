"""The evening note of one person and day, or of the whole team."""

from django.db import models
from django.db.models import Q, UniqueConstraint


class EveningNote(models.Model):
    """A day in three sentences (收工小结), reckoned at its closing time `at` and kept as first written; `user` null: the team's.

    `facts` are those of `reporting.evening.note_facts.Note`. What comes in later changes nothing of it. A ledger does not carry it: it follows from the rows.
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    user = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    day = models.DateField()
    at = models.DateTimeField()
    facts = models.JSONField(default=dict)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["store", "day", "user"], name="evening_note_once_per_person"),
            UniqueConstraint(fields=["store", "day"], condition=Q(user=None), name="evening_note_once_per_team"),
        ]
        ordering = ["-day", "id"]

    def __str__(self) -> str:
        return f"evening note of {self.day}"
