"""When the worker last did what was due."""

from django.db import models


class DueRun(models.Model):
    """The last time `run_due` went through: one row, read by /readyz."""

    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.at.isoformat()
