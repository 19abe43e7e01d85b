"""What a deed wrote and somebody took back."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from dcc.errors import Refused

STANDS = Q(annulled_at=None)  # of an index or a constraint that holds among the rows that stand
Taken = dict[str, Any]
STANDING: Taken = {"annulled_at": None, "annulled_by": None, "annulled_reason": ""}  # what a row says that stands, again or still


class Annullable(models.Model):
    """A row of a deed that may be taken back: kept, shown struck through, and from `annulled_at` on read by no rule, duty, credit or figure.

    `objects` asks those that stand, `every` all of them: for the record, the ledger, and whatever rebuilds.
    """

    annulled_at = models.DateTimeField(null=True)
    annulled_by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    annulled_reason = models.CharField(max_length=200, blank=True, default="", db_default="")

    every = models.Manager()

    class Meta:
        abstract = True


def taken_back(*, by, now: datetime, reason: str = "") -> Taken:
    """Return what a row says from the moment it is taken back."""
    return {"annulled_at": now, "annulled_by": by, "annulled_reason": reason[:200]}


def hold_standing(rows: Any, pk: int) -> Any:
    """Return one of `every` row of a model as it stands now, held until the transaction ends. Refused where it was taken back."""
    found = rows.select_for_update(of=("self",)).get(pk=pk)
    if found.annulled_at is not None:
        raise Refused(_("It was taken back already."))
    return found
