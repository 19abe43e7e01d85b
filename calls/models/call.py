"""One attempt to speak with somebody."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q
from django.utils.translation import gettext_lazy as _

DIRECTIONS = (("out", _("Outgoing")), ("in", _("Incoming")))
OUTCOMES = (
    ("connected", _("Connected")),
    ("no_answer", _("No answer")),
    ("rejected", _("Rejected the call")),
    ("busy", _("Busy")),
    ("off", _("Switched off")),
    ("out_of_service", _("Out of service")),
    ("empty_number", _("No such number")),
    ("no_signal", _("No signal")),
    ("virtual_expired", _("Virtual number expired")),
    ("missed", _("Missed")),
)


class Call(models.Model):
    """One attempt (通话), out or in. `at` is its start. A fact, never changed.

    `outcome` is the meaning that reports count, `outcome_name` the store's own word. A missed incoming call has no agent and is no contact; an
    answered one out of a hotline log has no agent either unless the log names one of ours. `token` makes a form sent twice one call.
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    lead = models.ForeignKey("leads.Lead", models.PROTECT, related_name="+")
    agent = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    at = models.DateTimeField()
    direction = models.CharField(max_length=3, choices=DIRECTIONS)
    outcome = models.CharField(max_length=16, choices=OUTCOMES)
    outcome_name = models.CharField(max_length=60, blank=True)
    seconds = models.PositiveIntegerField(default=0)
    waited_seconds = models.PositiveIntegerField(null=True)
    note = models.TextField(blank=True)
    level = models.CharField(max_length=10, blank=True)
    checks = models.JSONField(default=list)
    phone = models.CharField(max_length=24, blank=True)
    token = models.UUIDField(null=True, unique=True)
    merged_from = models.ForeignKey("leads.Lead", models.PROTECT, null=True, db_index=False, related_name="+")

    class Meta:
        constraints = [CheckConstraint(condition=~Q(outcome="missed") | Q(direction="in", agent=None), name="call_missed_has_no_agent")]
        indexes = [
            Index(fields=["store", "at", "agent", "outcome", "lead", "direction", "seconds"], name="call_by_day"),
            Index(fields=["store", "agent", "at"], name="call_of_agent"),
        ]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.get_direction_display()} {self.get_outcome_display()}"

    @property
    def connected(self) -> bool:
        """Whether somebody was spoken with."""
        return self.outcome == "connected"
