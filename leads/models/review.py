"""The leader's decisions, and the applications they decide."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dcc.database.kept_rows import StandingQuerySet
from dcc.models import STANDS, Annullable
from leads.models.querysets.application import ProposalQuerySet, RequestQuerySet

DECISIONS = (
    ("nurture", _("Nurture until a date")),
    ("reassign", _("Give to another agent")),
    ("to_showroom", _("Give to the showroom")),
    ("close", _("Close")),
)
PROPOSALS = (("lost", _("Lost")), ("invalid", _("Invalid")), ("unreachable", _("Out of reach")), ("out_of_area", _("Out of area")))
REQUESTS = (("number", _("Corrected number")), ("release", _("Release of a transferred customer")))
ANSWERS = (("confirmed", _("Confirmed")), ("rejected", pgettext_lazy("application", "Rejected")), ("withdrawn", _("Withdrawn")), ("lapsed", _("Lapsed")))


class Review(Annullable):
    """What the leader decided of a low or lost lead (docs/rules/domain.md#reviewing). `reason` is required to close."""

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    lead = models.ForeignKey("leads.Lead", models.PROTECT, related_name="reviews")
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    at = models.DateTimeField()
    decision = models.CharField(max_length=12, choices=DECISIONS)
    until = models.DateTimeField(null=True)
    agent = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    consultant = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=120, blank=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        indexes = [Index(fields=["store", "at"], name="review_by_day")]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.get_decision_display()


class Application(models.Model):
    """Something one person proposes of a lead and another decides, once. Whoever proposed it is told."""

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    lead = models.ForeignKey("leads.Lead", models.PROTECT, related_name="%(class)ss")
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    decision = models.CharField(max_length=10, blank=True, choices=ANSWERS)
    answer = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True


class Proposal(Application, Annullable):
    """An application for the end of a lead (战败/无效/失控/异地申请): made by whoever works it, confirmed or rejected by somebody else. One open per lead.

    `reason` is the word of the first level, `detail` the one below it, `why` a sentence beside them. Out of area, `province` and `city` say
    where they live, `passed_to` which store has them now; the reason says these in words. `merged_from`: the lead of which a merge opened it again.
    """

    kind = models.CharField(max_length=12, choices=PROPOSALS)
    detail = models.CharField(max_length=60, blank=True)
    competitor = models.CharField(max_length=60, blank=True)
    why = models.CharField(max_length=120, blank=True)
    province = models.CharField(max_length=20, blank=True)
    city = models.CharField(max_length=40, blank=True)
    passed_to = models.CharField(max_length=40, blank=True)
    ended_as = models.CharField(max_length=12, blank=True)  # merged: nobody answered it, a merge ended it
    merged_from = models.ForeignKey("leads.Lead", models.PROTECT, null=True, db_index=False, related_name="+")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lead"], condition=Q(decided_at=None) & STANDS, name="proposal_one_open_per_lead"),
            CheckConstraint(
                condition=Q(decided_at=None, decision="", ended_as="") | Q(decided_at__isnull=False) & (~Q(decision="") | ~Q(ended_as="")),
                name="proposal_decided_with_answer",
            ),
        ]
        indexes = [
            Index(fields=["store", "at"], name="proposal_by_day"),
            Index(fields=["store", "lead"], condition=Q(decided_at=None), name="proposal_open"),
            Index(fields=["merged_from"], condition=Q(merged_from__isnull=False), name="proposal_merged"),
        ]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def said(self) -> list[str]:
        """What was said of it: the reason, the word below it, the model they bought, why."""
        return [part for part in (self.reason, self.detail, self.competitor, self.why) if part]


class Request(Application):
    """An application that leaves the lead in its owner's hands: a corrected number, the release of a transferred person. One open per lead and kind.

    `number`, `second`: what is to be written. Whoever made it may withdraw it; the closing of the lead lets it lapse.
    """

    kind = models.CharField(max_length=12, choices=REQUESTS)
    number = models.CharField(max_length=24, blank=True)
    second = models.CharField(max_length=24, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lead", "kind"], condition=Q(decided_at=None), name="request_one_open_per_lead"),
            CheckConstraint(condition=Q(decided_at=None, decision="") | Q(decided_at__isnull=False) & ~Q(decision=""), name="request_decided_with_answer"),
        ]
        indexes = [Index(fields=["store", "kind", "at"], condition=Q(decided_at=None), name="request_open")]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.get_kind_display()


class Handover(Annullable):
    """A reception specialist is named for a lead: at 高意向, or because another left (docs/rules/domain.md#reception-specialist). A fact, never changed.

    `reception` null: a grading that named somebody was undone before the person came.
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    lead = models.ForeignKey("leads.Lead", models.PROTECT, related_name="handovers")
    reception = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    at = models.DateTimeField()

    objects = StandingQuerySet.as_manager()

    class Meta:
        indexes = [Index(fields=["store", "reception", "at"], name="handover_of_reception")]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.lead_id} → {self.reception_id}"
