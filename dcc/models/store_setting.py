"""Settings of a store, valid from a moment."""

from django.db import models


class StoreSetting(models.Model):
    """`value` of the setting `name` from `valid_from` on. Earlier rows stay: the past is judged by what held then."""

    store = models.ForeignKey("dcc.Store", models.CASCADE, related_name="settings")
    name = models.CharField(max_length=60)
    value = models.JSONField()
    valid_from = models.DateTimeField()
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["store", "name", "-valid_from"], name="setting_at_moment")]

    def __str__(self) -> str:
        return f"{self.name} = {self.value}"
