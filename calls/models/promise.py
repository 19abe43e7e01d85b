"""What a customer was promised for their visit."""

from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils.translation import pgettext_lazy

from calls.models.querysets.promise import PromiseQuerySet
from dcc.models import Annullable

KINDS = (
    ("price", pgettext_lazy("promised", "Price")),
    ("gift", pgettext_lazy("promised", "Gift")),
    ("test_car", pgettext_lazy("promised", "Car to drive")),
    ("time", pgettext_lazy("promised", "Time")),
    ("other", pgettext_lazy("promised", "Other")),
)
MOST, LONGEST = 5, 40  # lines of an appointment, signs of a line


class Promise(Annullable):
    """One line of what was promised when a visit was agreed (承诺卡). Ticked by whoever receives the customer: kept, or broken with a reason."""

    appointment = models.ForeignKey("calls.Appointment", models.PROTECT, related_name="promises")
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    at = models.DateTimeField()
    kind = models.CharField(max_length=8, choices=KINDS)
    text = models.CharField(max_length=LONGEST)
    kept_at = models.DateTimeField(null=True)
    broken_at = models.DateTimeField(null=True)
    broken_why = models.CharField(max_length=120, blank=True)
    ticked_by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")

    objects = PromiseQuerySet.as_manager()

    class Meta:
        constraints = [CheckConstraint(condition=Q(kept_at=None) | Q(broken_at=None), name="promise_kept_or_broken")]
        ordering = ["at", "id"]

    @property
    def is_open(self) -> bool:
        """Whether nobody has said yet what became of it."""
        return self.kept_at is None and self.broken_at is None

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.text}"
