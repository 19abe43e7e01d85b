"""What became of a lead that was given to the showroom."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dcc.models import Annullable
from reception.models.querysets.given import GivenOutcomeQuerySet

OUTCOMES = (("sold", pgettext_lazy("given", "Sold")), ("lost", pgettext_lazy("given", "Lost")), ("following", _("Still followed")))
FINAL = ("sold", "lost")


class GivenOutcome(Annullable):
    """What the showroom says of a lead it was given: entered by the desk, or found by the phone of one of its cards (`card`) as that was closed.

    `day` is the day of the sale or the loss, or on which was asked; the last one that stands holds. The sale is the showroom's and pays nobody.
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    lead = models.ForeignKey("leads.Lead", models.PROTECT, related_name="+")
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=OUTCOMES)
    day = models.DateField()
    contract = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=120, blank=True)
    card = models.ForeignKey("reception.ShowroomCard", models.PROTECT, null=True, db_index=False, related_name="+")

    objects = GivenOutcomeQuerySet.as_manager()

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(contract="") | Q(outcome="sold"), name="given_outcome_contract_of_a_sale"),
            CheckConstraint(condition=Q(reason="") | Q(outcome="lost"), name="given_outcome_reason_of_a_loss"),
        ]
        indexes = [Index(fields=["store", "at"], name="given_outcome_by_day")]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.outcome} of lead {self.lead_id}"
