"""What was foretold of an appointment the evening before."""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q

from reporting.models.querysets.forecast import ForecastQuerySet


class Forecast(models.Model):
    """The chance of an appointment as it stood at the closing hour `at` of the evening before its `day`: `over` of `under` others like it were kept.

    Written once and never changed, whatever becomes of the appointment. `under` 0: too few were alike, nothing was foretold.
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    appointment = models.OneToOneField("calls.Appointment", models.PROTECT, related_name="+")
    day = models.DateField()
    over = models.PositiveIntegerField()
    under = models.PositiveIntegerField()
    at = models.DateTimeField()

    objects = ForecastQuerySet.as_manager()

    class Meta:
        constraints = [CheckConstraint(condition=Q(over__lte=F("under")), name="forecast_is_a_share")]
        indexes = [Index(fields=["store", "day"], name="forecast_of_day")]
        ordering = ["day", "id"]

    def __str__(self) -> str:
        return f"{self.day} {self.over}/{self.under}"
