"""Days and months that were closed, and what stood open as a month began."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from reporting.models.querysets.closing import ClosingQuerySet

KINDS = (("day", _("Day")), ("month", _("Month")), ("rewards", _("Rewards")), ("appraisal", _("Appraisal")))


class Closing(models.Model):
    """A closed day (2026-09-15) or month (2026-09) of a store, with its own copy of the figures (日结, 月结), the pay of a month (奖励), or
    its appraisals (考核): those the leader signed, and the leaders' own.

    Never changed: closed again it gets a new number; pay is closed once, and whom an appraisal is of, once a month.

    `number` counts the closings of a store without a gap. `hash` seals it: reporting.closings.seal says over what. `reason` says why it was closed again.
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    kind = models.CharField(max_length=10, choices=KINDS, default="day")
    period = models.CharField(max_length=10)
    number = models.PositiveIntegerField()
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    at = models.DateTimeField()
    figures = models.JSONField(default=dict)
    reason = models.CharField(max_length=200, blank=True)
    hash = models.CharField(max_length=64, blank=True)

    objects = ClosingQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["store", "number"], name="closing_once"),
            CheckConstraint(condition=Q(kind__in=[name for name, _label in KINDS]), name="closing_of_a_kind"),
        ]
        indexes = [Index(fields=["store", "kind", "period"], name="closing_of_period")]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.period} {self.number:04d}"


class Opening(models.Model):
    """月初遗留: what stood open at 0:00 of the first of a month. `figures`: open leads by level, by agent, and the orders that were not delivered."""

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    month = models.DateField()
    at = models.DateTimeField()
    figures = models.JSONField(default=dict)

    class Meta:
        constraints = [UniqueConstraint(fields=["store", "month"], name="opening_once")]
        ordering = ["month"]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
