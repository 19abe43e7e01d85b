"""Questions about judgements."""

from django.db import models


class StandingGradings(models.Manager):
    """The judgements that stand: neither undone, nor the undoing of one."""

    def get_queryset(self):
        """Leave out both."""
        return super().get_queryset().filter(undone_at=None, undoes=None)
