"""The leader's decisions, and the applications they decide."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q
from django.utils.translation import gettext_lazy as _

DECISIONS = (
    ("nurture", _("Nurture until a date")),
    ("reassign", _("Give to another agent")),
    ("to_showroom", _("Give to the showroom")),
    ("close", _("Close")),
)
PROPOSALS = (("lost", _("Lost")), ("invalid", _("Invalid")), ("unreachable", _("Out of reach")), ("out_of_area", _("Out of area")))
ANSWERS = (("confirmed", _("Confirmed")), ("rejected", _("Rejected")))


class Review(models.Model):
    """What the leader decided of a low or lost lead (01, step 5). `reason` is required to close."""

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    lead = models.ForeignKey("leads.Lead", models.PROTECT, related_name="reviews")
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    at = models.DateTimeField()
    decision = models.CharField(max_length=12, choices=DECISIONS)
    until = models.DateTimeField(null=True)
    agent = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    consultant = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = [Index(fields=["store", "at"], name="review_by_day")]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.get_decision_display()


class Proposal(models.Model):
    """An application (战败/无效/失控/异地申请): proposed by whoever works the lead, confirmed or rejected by somebody else. One open per lead."""

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    lead = models.ForeignKey("leads.Lead", models.PROTECT, related_name="proposals")
    kind = models.CharField(max_length=12, choices=PROPOSALS)
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=120, blank=True)
    competitor = models.CharField(max_length=60, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    decision = models.CharField(max_length=10, blank=True, choices=ANSWERS)
    answer = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lead"], condition=Q(decided_at=None), name="proposal_one_open_per_lead"),
            CheckConstraint(condition=Q(decided_at=None, decision="") | Q(decided_at__isnull=False) & ~Q(decision=""), name="proposal_decided_with_answer"),
        ]
        indexes = [
            Index(fields=["store", "at"], name="proposal_by_day"),
            Index(fields=["store", "lead"], condition=Q(decided_at=None), name="proposal_open"),
        ]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.get_kind_display()


class Handover(models.Model):
    """A reception specialist is named for a lead: at 高意向, or because another left (01, Credit). A fact, never changed.

    `reception` null: a grading that named somebody was undone before the person came.
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    lead = models.ForeignKey("leads.Lead", models.PROTECT, related_name="handovers")
    reception = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [Index(fields=["store", "reception", "at"], name="handover_of_reception")]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.lead_id} → {self.reception_id}"
