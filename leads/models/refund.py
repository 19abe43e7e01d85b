"""What a platform is asked to pay back."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dcc.models import STANDS, Annullable
from leads.models.querysets.refund import RefundQuerySet

BAD = (
    ("wrong_number", pgettext_lazy("bad lead", "Wrong number")),
    ("out_of_service", pgettext_lazy("bad lead", "Out of service")),
    ("not_the_person", pgettext_lazy("bad lead", "Not the person")),
    ("out_of_area", pgettext_lazy("bad lead", "Out of area")),
    ("other_channel", pgettext_lazy("bad lead", "Here by another channel")),
)
STATES = (
    ("claimed", pgettext_lazy("refund", "Waits for the answer")),
    ("paid", pgettext_lazy("refund", "Paid back")),
    ("refused", pgettext_lazy("refund", "Refused")),
    ("waived", pgettext_lazy("refund", "Not claimed")),
)


class Refund(Annullable):
    """What became of one bad inquiry of a paid channel (退费): claimed from its platform and answered, or not claimed.

    `reason` is kept as it was when somebody decided; `amount` is what the platform paid; `answer` its words, or why nothing is claimed. A claim or a
    waiver that was none is taken back; an inquiry has one that stands (docs/rules/domain.md#bad-leads).
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    inquiry = models.ForeignKey("leads.Inquiry", models.PROTECT, related_name="refunds")
    reason = models.CharField(max_length=16, choices=BAD)
    state = models.CharField(max_length=10, choices=STATES)
    at = models.DateTimeField()
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    amount = models.DecimalField(_("amount"), max_digits=8, decimal_places=2, null=True)
    answer = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")

    objects = RefundQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["inquiry"], condition=STANDS, name="refund_once_for_an_inquiry"),
            CheckConstraint(condition=Q(state="paid", amount__isnull=False) | ~Q(state="paid") & Q(amount=None), name="refund_paid_with_amount"),
        ]
        indexes = [Index(fields=["store", "at"], name="refund_by_day")]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.inquiry_id} {self.state}"
