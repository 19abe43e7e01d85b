"""What was paid: the deals of transferred cards the leader granted, and each person's statement of a month."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from reporting.models.querysets.statement import DealTickQuerySet, StatementQuerySet


class DealTick(models.Model):
    """Whether the deal of a transferred card is paid its extra (转出A卡成交): each answer of the leader's is a row, the last one holds."""

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    order = models.ForeignKey("reception.Order", models.PROTECT, related_name="+")
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    at = models.DateTimeField()
    granted = models.BooleanField()
    reason = models.CharField(max_length=200, blank=True)

    objects = DealTickQuerySet.as_manager()

    class Meta:
        constraints = [CheckConstraint(condition=Q(granted=True) | ~Q(reason=""), name="deal_tick_refused_with_reason")]
        indexes = [Index(fields=["store", "at"], name="deal_tick_by_moment")]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"tick {self.pk}"


class Statement(models.Model):
    """What one person is paid of one month in one post (奖励单), frozen under the number of its closing. Never changed.

    `steps` is the ladder with its lines, events by their rows and amounts as texts; `corrections` [{"month", "amount"}] what earlier frozen months came to
    otherwise since. `total` is the last of the ladder with the corrections.
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    month = models.DateField()
    role = models.CharField(max_length=20)
    user = models.ForeignKey("dcc.User", models.PROTECT, db_index=False, related_name="+")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    total = models.DecimalField(max_digits=10, decimal_places=2)
    steps = models.JSONField(default=list)
    corrections = models.JSONField(default=list)

    objects = StatementQuerySet.as_manager()

    class Meta:
        constraints = [UniqueConstraint(fields=["store", "month", "role", "user"], name="statement_once")]
        ordering = ["month", "id"]

    def __str__(self) -> str:
        return f"statement of {self.month:%Y-%m}"
