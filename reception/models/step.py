"""What was done with a group in the house, step by step."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Index
from django.utils.translation import gettext_lazy as _

from dcc.database.kept_rows import StandingQuerySet
from dcc.models import Annullable

KINDS = (
    ("test_drive", _("Test drive")),
    ("quote", _("Quote")),
    ("talk", _("Talk")),
    ("trade_in", _("Trade-in appraisal")),
    ("finance", _("Finance")),
)


class Step(Annullable):
    """One step of a visit (试驾, 报价, 洽谈, 置换评估, 金融): when it began, who noted it. Each may happen more than once.

    `what` is the car that was driven or valued, or what was said; `minutes` how long a drive took, `mileage` what the old car ran, in ten thousand km.
    `amount` is the price of the car alone or the appraisal, `total` the price on the road, `wanted` what the customer wants for the old car, all in ten
    thousand yuan. `test_drive`, `quoted` and `quote` of the visit follow from its steps; `stood` and `former` keep what the visit said without one.
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    visit = models.ForeignKey("reception.Visit", models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=12, choices=KINDS)
    at = models.DateTimeField()
    logged_at = models.DateTimeField(null=True)
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    what = models.CharField(max_length=120, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True)
    mileage = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    amount = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    total = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    wanted = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    stood = models.BooleanField(default=False)
    former = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    token = models.UUIDField(null=True, unique=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        indexes = [Index(fields=["store", "at"], name="step_by_day")]
        ordering = ["at", "id"]

    @property
    def ended_at(self) -> datetime:
        """When it was over: a drive takes its minutes, anything else no time that is known."""
        return self.at + timedelta(minutes=self.minutes or 0)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"
