"""Whose a number was when."""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dcc.database.kept_rows import StandingQuerySet
from dcc.models import Annullable

BASES = (
    ("call", _("Told in a call")),
    ("door", _("Told at the front desk")),
    ("correction", _("Corrected")),
    ("expired", pgettext_lazy("number", "Expired")),
    ("dead", _("Found expired in a call")),
    ("given_back", pgettext_lazy("number", "Given back")),
)


class NumberChange(Annullable):
    """A lead's number changed after the lead was opened: from which to which (empty: none), when, by whom (nobody: by itself), on what basis.

    Written by leads.numbers.rules.renumbering alone, with the number itself. One that was taken back holds no longer: the number before it does again.
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    lead = models.ForeignKey("leads.Lead", models.PROTECT, db_index=False, related_name="+")
    at = models.DateTimeField()
    from_number = models.CharField(max_length=24, blank=True)
    to_number = models.CharField(max_length=24, blank=True)
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    basis = models.CharField(max_length=10, choices=BASES)

    objects = StandingQuerySet.as_manager()

    class Meta:
        constraints = [CheckConstraint(condition=~Q(from_number=F("to_number")), name="number_change_changes")]
        indexes = [Index(fields=["lead", "at"], name="number_change_of_lead")]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.basis} {self.at:%Y-%m-%d %H:%M}"
