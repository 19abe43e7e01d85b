"""A group typed without a connection, about which the desk has to be asked."""

from django.db import models
from django.db.models import Index, Q
from django.utils.translation import gettext as _

from leads.intake.phones import mask_digits
from reception.models.querysets.kept_group import KeptGroupQuerySet


class KeptGroup(models.Model):
    """A registration that was kept on a tablet (断网登记) and could not be registered as it stands (要问): no visit, no tag, no lead, in no figure.

    `at` is the arrival, `sent_at` when the server had it, `by` who typed it, `said` what they typed but for the number: `phone`, whole, its last four
    digits or nothing. `question` says what is asked, in the words of then. Answered it is a `visit`, or was none and has a `reason`.
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    token = models.UUIDField(unique=True)
    at = models.DateTimeField()
    sent_at = models.DateTimeField()
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    phone = models.CharField(max_length=24, blank=True)
    said = models.JSONField(default=dict)
    question = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    visit = models.ForeignKey("reception.Visit", models.PROTECT, null=True, db_index=False, related_name="+")
    reason = models.CharField(max_length=200, blank=True)

    objects = KeptGroupQuerySet.as_manager()

    class Meta:
        indexes = [Index(fields=["store", "at"], condition=Q(answered_at=None), name="kept_group_waiting")]
        ordering = ["at", "id"]

    @property
    def called(self) -> str:
        """What they were called, with no number in it; that there is no name, where none was typed."""
        return mask_digits(self.said.get("name", "")) or _("No name")

    def __str__(self) -> str:
        return f"group kept at {self.at:%Y-%m-%d %H:%M}"
