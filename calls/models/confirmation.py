"""Somebody said again that they come."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dcc.database.kept_rows import StandingQuerySet
from dcc.models import Annullable

WAYS = (("call", _("In a call")), ("said", pgettext_lazy("confirmed", "Said so")))


class Confirmation(Annullable):
    """The customer said again that they come (会来): in a connected call while they were to be asked, or otherwise."""

    appointment = models.ForeignKey("calls.Appointment", models.PROTECT, related_name="confirmations")
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    at = models.DateTimeField()
    how = models.CharField(max_length=4, choices=WAYS, default="said")

    objects = StandingQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.get_how_display()}"
