"""What is paid for what."""

from django.db import models


class RewardRate(models.Model):
    """An amount per event of one measure for one role (奖励标准), valid from its first day to its last, both included."""

    store = models.ForeignKey("dcc.Store", models.PROTECT, related_name="+")
    measure = models.CharField(max_length=20)
    role = models.CharField(max_length=20)
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    first_day = models.DateField()
    last_day = models.DateField(null=True)

    class Meta:
        ordering = ["first_day", "id"]

    def __str__(self) -> str:
        return f"{self.measure} {self.role} {self.amount}"
