"""What is to be done next, and when."""

from django.db import models
from django.db.models import Index, Q
from django.utils.translation import gettext_lazy as _

from dcc.database.kept_rows import StandingQuerySet
from dcc.models import STANDS, Annullable

KINDS = (
    ("new", _("New lead")),
    ("retry", _("Call again")),
    ("callback", _("Promised call")),
    ("grade", _("Follow-up after grading")),
    ("nurture", _("Nurture")),
    ("campaign", _("Campaign")),
    ("after_visit", _("After the visit")),
)


class FollowUp(Annullable):
    """One thing an agent or reception specialist owes a lead (回访), due at a moment. Open until `done_at`; `ended_as` says how it ended.

    `merged_from`: the lead of which a merge opened it again.
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    lead = models.ForeignKey("leads.Lead", models.PROTECT, related_name="follow_ups")
    agent = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    kind = models.CharField(max_length=12, choices=KINDS)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    ended_as = models.CharField(max_length=12, blank=True)  # done, replaced, closed, undone, merged
    campaign = models.ForeignKey("leads.Campaign", models.PROTECT, null=True, db_index=False, related_name="+")
    note = models.CharField(max_length=200, blank=True)
    merged_from = models.ForeignKey("leads.Lead", models.PROTECT, null=True, db_index=False, related_name="+")

    objects = StandingQuerySet.as_manager()

    class Meta:
        indexes = [
            Index(fields=["store", "agent", "due_at"], condition=Q(done_at=None), name="follow_up_open_of_agent"),
            Index(fields=["store", "due_at"], condition=Q(done_at=None), name="follow_up_open"),
            Index(fields=["lead", "agent"], condition=Q(done_at=None) & STANDS, name="follow_up_open_of_lead"),
            Index(fields=["campaign"], condition=Q(campaign__isnull=False), name="follow_up_of_campaign"),
            Index(fields=["merged_from"], condition=Q(merged_from__isnull=False), name="follow_up_merged"),
        ]
        ordering = ["due_at", "id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.due_at:%Y-%m-%d %H:%M}"
