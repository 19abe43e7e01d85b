"""What is paid for what."""

from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils.translation import pgettext_lazy

from reporting.models.querysets.reward import RewardQuerySet

REWARD_KINDS = (
    ("tier", pgettext_lazy("reward", "Tier")),
    ("factor", pgettext_lazy("reward", "Factor")),
    ("goal", pgettext_lazy("reward", "Each target reached")),
    ("all_goals", pgettext_lazy("reward", "All targets reached")),
    ("model", pgettext_lazy("reward", "Model")),
    ("transfer", pgettext_lazy("reward", "Transferred card")),
    ("deduction", pgettext_lazy("reward", "Deduction")),
)


class RewardRate(models.Model):
    """An amount per event of one measure for one role (奖励标准), valid from its first day to its last, both included."""

    store = models.ForeignKey("dcc.Store", models.PROTECT, related_name="+")
    measure = models.CharField(max_length=20)
    role = models.CharField(max_length=20)
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    first_day = models.DateField()
    last_day = models.DateField(null=True)

    objects = RewardQuerySet.as_manager()

    class Meta:
        ordering = ["first_day", "id"]

    def __str__(self) -> str:
        return f"{self.measure} {self.role} {self.amount}"


class RewardRule(models.Model):
    """Every other rule of what a post is paid, valid from its first day to its last. `condition` by kind, shares in percent as text, each to the last digit:

    a tier {"over", "under", "from", "to"} of measures and a range [from, to), `to` null: open; a factor {"cap"}, null: none; a model {"model"}. A deduction's
    amount is what it takes off.
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    kind = models.CharField(max_length=10, choices=REWARD_KINDS)
    measure = models.CharField(max_length=20, blank=True)
    condition = models.JSONField(default=dict)
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    first_day = models.DateField()
    last_day = models.DateField(null=True)

    objects = RewardQuerySet.as_manager()

    class Meta:
        constraints = [CheckConstraint(condition=Q(kind__in=[name for name, _label in REWARD_KINDS]), name="reward_rule_of_a_kind")]
        ordering = ["first_day", "id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.role} {self.amount}"
