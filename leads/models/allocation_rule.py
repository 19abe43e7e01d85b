"""By which rules the pool is given out: lines in their order, and each agent's weight and cap (docs/rules/domain.md#allocation-rules)."""

from datetime import datetime
from decimal import Decimal

from django.db import models
from django.db.models import Index, Max, Subquery
from django.utils.translation import gettext_lazy as _

ACTS = (
    ("returning", _("To whoever knew them")),
    ("named", _("Named people")),
    ("even", _("Evenly")),
    ("leader", _("Left for the leader")),
)
WEIGHT = Decimal("1.0")


class AllocationRuleQuerySet(models.QuerySet):
    """Questions about lines."""

    def in_force(self, store, moment: datetime) -> "AllocationRuleQuerySet":
        """The lines of a store as they stood at a moment: those saved last until then, together; from top to bottom."""
        last = self.filter(store=store, valid_from__lte=moment).order_by().values("store").annotate(last=Max("valid_from")).values("last")
        return self.filter(store=store, valid_from=Subquery(last)).order_by("position")


class AllocationRule(models.Model):
    """One line (分配规则). Saving writes all lines of a store anew, valid from that moment; earlier ones stay.

    `conditions` holds what a lead must be, each a list of which one must fit: `source`, `channel` (ids), `model`, and `hours`, two times of day. What it does
    not hold is not asked. `users` are the ids of the people an act `named` is for.
    """

    store = models.ForeignKey("dcc.Store", models.CASCADE, db_index=False, related_name="+")
    valid_from = models.DateTimeField()
    position = models.PositiveSmallIntegerField()
    conditions = models.JSONField(default=dict)
    act = models.CharField(max_length=10, choices=ACTS)
    users = models.JSONField(default=list)
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")

    objects = AllocationRuleQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["store", "valid_from", "position"], name="allocation_rule_once_at_its_place")]

    def __str__(self) -> str:
        return f"{self.position} {self.act}"


class AllocationShare(models.Model):
    """What an agent gets of the even deal, from a moment on: their weight, and the most in a day; `cap` null: the store's."""

    user = models.ForeignKey("dcc.User", models.CASCADE, db_index=False, related_name="+")
    weight = models.DecimalField(max_digits=2, decimal_places=1, default=WEIGHT)
    cap = models.PositiveSmallIntegerField(null=True)
    valid_from = models.DateTimeField()
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")

    class Meta:
        indexes = [Index(fields=["user", "-valid_from"], name="share_at_moment")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.weight}"
