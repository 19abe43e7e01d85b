"""What marketing plans."""

from django.db import models


class Campaign(models.Model):
    """A marketing activity (活动) from its first day to its last, with its budget."""

    store = models.ForeignKey("dcc.Store", models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    first_day = models.DateField()
    last_day = models.DateField()
    budget = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        ordering = ["first_day", "id"]

    def __str__(self) -> str:
        return self.name
