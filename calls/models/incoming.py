"""The number of somebody who is calling."""

from django.db import models
from django.db.models import Index

from calls.models.querysets.incoming import IncomingQuerySet


class IncomingNumber(models.Model):
    """A number typed at 来电登记, and whose lead it was (null: nobody's). One of the three windows in the walls (docs/rules/trust.md#incoming-window).

    Until `ended_at` (the call was logged, or another number typed) its agent may read that lead, whoever's it is, and log this call. Belongs to the
    installation, not to a store's history.
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    agent = models.ForeignKey("dcc.User", models.PROTECT, db_index=False, related_name="+")
    phone = models.CharField(max_length=24)
    lead = models.ForeignKey("leads.Lead", models.PROTECT, null=True, db_index=False, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = IncomingQuerySet.as_manager()

    class Meta:
        indexes = [Index(fields=["agent", "-at"], name="incoming_of_agent")]
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"number typed by {self.agent_id} at {self.at:%Y-%m-%d %H:%M}"
