"""What happens by itself: up to when it was done, and when the worker last went through."""

from django.db import models


class DueOfStore(models.Model):
    """Up to which moment something that happens by itself was done in a store. Belongs to the installation, not to a store's history."""

    store = models.ForeignKey("dcc.Store", models.CASCADE, related_name="+")
    name = models.CharField(max_length=30)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["store", "name"], name="due_of_store_once")]

    def __str__(self) -> str:
        return f"{self.store_id} {self.name} {self.at.isoformat()}"


class DueRun(models.Model):
    """The last time `run_due` went through: one row, read by /readyz."""

    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.at.isoformat()
