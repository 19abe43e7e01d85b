"""An agreed time to come in."""

from django.db import models
from django.db.models import Index, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from calls.models.querysets.appointment import RUNNING, AppointmentQuerySet
from dcc.models import STANDS, Annullable

STATUSES = (
    ("booked", _("Booked")),
    ("confirmed", _("Confirmed")),
    ("arrived", _("Arrived")),
    ("no_show", _("Did not come")),
    ("cancelled", _("Cancelled")),
    ("moved", _("Moved")),
)


class Appointment(Annullable):
    """An agreed day and time to come in (邀约). `agent` booked it and keeps its credit; `at` is the moment of booking.

    Moving ends the row as `moved` and books a new one that `replaces` it, keeps its booker and is not counted as invited again; `moved_by` shifted
    the time. So does a booking that follows a cancelled one before its time. `ended_at` is the moment at which it arrived, was missed (60 minutes after
    its time), cancelled or moved. `channel` is the lead's, null once it was merged away. `stands_in_for`: whose leave made `reception` expect them.
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    lead = models.ForeignKey("leads.Lead", models.PROTECT, related_name="+")
    agent = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    at = models.DateTimeField()
    scheduled_for = models.DateTimeField()
    status = models.CharField(max_length=10, choices=STATUSES, default="booked")
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    moved_by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    reception = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    stands_in_for = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_as = models.CharField(max_length=12, blank=True)  # merged: nobody called it off, a merge ended it
    cancel_reason = models.CharField(max_length=120, blank=True)  # why its time was given up
    note = models.CharField(max_length=200, blank=True)
    channel = models.ForeignKey("leads.Channel", models.PROTECT, null=True, db_index=False, related_name="+")
    campaign = models.ForeignKey("leads.Campaign", models.PROTECT, null=True, db_index=False, related_name="+")
    merged_from = models.ForeignKey("leads.Lead", models.PROTECT, null=True, db_index=False, related_name="+")

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["lead"], condition=Q(status__in=RUNNING) & STANDS, name="appointment_one_open_per_lead"),
            UniqueConstraint(fields=["replaces"], condition=Q(replaces__isnull=False) & STANDS, name="appointment_moved_once"),
        ]
        indexes = [
            Index(fields=["store", "at", "channel", "agent", "replaces", "annulled_at"], name="appointment_by_booking"),
            Index(fields=["store", "scheduled_for", "channel", "agent", "status", "annulled_at"], name="appointment_by_time"),
            Index(fields=["store", "agent", "at", "annulled_at"], name="appointment_of_agent"),
            Index(fields=["ended_at", "store", "scheduled_for"], condition=Q(ended_at=None) & STANDS, name="appointment_running"),
            Index(fields=["merged_from"], condition=Q(merged_from__isnull=False), name="appointment_merged"),
            Index(fields=["campaign"], condition=Q(campaign__isnull=False), name="appointment_of_campaign"),
        ]
        ordering = ["scheduled_for", "id"]

    @property
    def is_running(self) -> bool:
        """Whether it may still be kept."""
        return self.status in RUNNING

    def __str__(self) -> str:
        return f"{self.scheduled_for:%Y-%m-%d %H:%M} {self.get_status_display()}"
