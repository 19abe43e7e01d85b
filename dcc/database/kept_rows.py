"""Rows that may be taken back: kept for ever, read by no rule and no figure (docs/rules/ledger.md#taken-back)."""

from django.db import models


class StandingManager(models.Manager):
    """The rows that stand: those nobody took back."""

    def get_queryset(self):
        """Leave out what was taken back."""
        return super().get_queryset().filter(annulled_at=None)


class StandingQuerySet(models.QuerySet):
    """Questions about rows that may be taken back; its manager asks those that stand alone."""

    @classmethod
    def as_manager(cls):
        """Return a manager of the rows that stand."""
        manager = StandingManager.from_queryset(cls)()
        manager._built_with_asmanager = True
        return manager

    as_manager.queryset_only = True  # type: ignore[attr-defined]
