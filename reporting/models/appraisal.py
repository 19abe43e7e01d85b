"""By which measures a post is appraised."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import pgettext_lazy

from reporting.models.querysets.appraisal import AppraisalQuerySet

OWN, MAKER = "own", "maker"
TABLES = ((OWN, pgettext_lazy("weights", "Own weights")), (MAKER, pgettext_lazy("weights", "Maker's table")))


class AppraisalRule(models.Model):
    """The card of a post (考核卡): measures with weights that make 100, from the first day of a month until another begins. `table`: whose it is.

    `measures` is a list of {"measure", "weight", "target"}, `target` in percent as text, "" where each person's own target of the month holds. A share of the
    target below `floor` percent is nothing, above `cap` percent it is `cap`.
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    table = models.CharField(max_length=8, choices=TABLES)
    first_day = models.DateField()
    measures = models.JSONField(default=list)
    floor = models.PositiveSmallIntegerField()
    cap = models.PositiveSmallIntegerField()
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    at = models.DateTimeField()

    objects = AppraisalQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["store", "role", "table", "first_day"], name="appraisal_rule_once"),
            CheckConstraint(condition=Q(table__in=[name for name, _label in TABLES]), name="appraisal_rule_of_a_table"),
            CheckConstraint(condition=Q(floor__lte=100, cap__gte=100, floor__lt=F("cap")), name="appraisal_rule_floor_below_cap"),
        ]
        ordering = ["first_day", "id"]

    def __str__(self) -> str:
        return f"{self.role} {self.table} {self.first_day}"
