"""Who is away on which day."""

from django.db import models
from django.db.models import UniqueConstraint


class Absence(models.Model):
    """A person away on one day of their store: nothing is allocated to them that day (docs/rules/domain.md#on-duty).

    `stand_in` does their work meanwhile; nobody named: all who are there (docs/rules/domain.md#standing-in).
    """

    user = models.ForeignKey("dcc.User", models.CASCADE, related_name="absences")
    day = models.DateField()
    stand_in = models.ForeignKey("dcc.User", models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey("dcc.User", models.PROTECT, related_name="+")

    class Meta:
        constraints = [UniqueConstraint(fields=["user", "day"], name="absence_once_a_day")]

    def __str__(self) -> str:
        return f"{self.user} {self.day}"
