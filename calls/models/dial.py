"""A number the server showed to be dialled."""

from django.db import models
from django.db.models import Index, Q


class Dial(models.Model):
    """拨打 pressed: what the server saw of a call's beginning. `call` is the one that was logged of it, null until then, and for ever where none was.

    Belongs to the installation, not to a store's history: the call carries its moment.
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    agent = models.ForeignKey("dcc.User", models.PROTECT, db_index=False, related_name="+")
    lead = models.ForeignKey("leads.Lead", models.PROTECT, db_index=False, related_name="+")
    at = models.DateTimeField()
    call = models.ForeignKey("calls.Call", models.PROTECT, null=True, db_index=False, related_name="+")

    class Meta:
        indexes = [
            Index(fields=["lead", "agent", "-at"], condition=Q(call=None), name="dial_unlogged"),
            Index(fields=["store", "-at"], condition=Q(call=None), name="dial_unlogged_of_store"),
        ]
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"dial by {self.agent_id} at {self.at:%Y-%m-%d %H:%M}"
