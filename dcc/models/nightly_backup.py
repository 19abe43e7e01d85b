"""The nightly backup: when one was begun, and which was verified last."""

from typing import ClassVar

from django.db import models


class NightlyBackup(models.Model):
    """One row of the installation, in no store's history. `verified_at`: the moment of the last copy that came back whole; `refused`: why the last
    try did not.
    """

    begun_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
    file = models.CharField(max_length=200, blank=True)
    bytes = models.BigIntegerField(default=0)
    refused = models.CharField(max_length=300, blank=True)

    objects: ClassVar[models.Manager["NightlyBackup"]] = models.Manager()

    def __str__(self) -> str:
        return self.file
