"""What somebody holds against a line of what they are paid, and what the leader said to it."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q
from django.utils.translation import pgettext_lazy

from reporting.models.querysets.objection import ObjectionQuerySet

CHANGED, KEPT, WITHDRAWN = "changed", "kept", "withdrawn"
DECISIONS = (
    (CHANGED, pgettext_lazy("objection", "Changed")),
    (KEPT, pgettext_lazy("objection", "Not changed")),
    (WITHDRAWN, pgettext_lazy("objection", "Withdrawn")),
)
UNREASONED, REASONED = ("", WITHDRAWN), (CHANGED, KEPT)


class Objection(models.Model):
    """An objection to a line of a month's statement (异议): text and answer stay for ever; no amount stands in it, the rules give it.

    The event is what `measure` counts: a visit, an order, an appointment, or, of a card or a late first call, its lead alone. `counts`: it shall count for the
    one who objects; else it shall fall out of their lines. Withdrawn, it was taken back by themselves before anybody answered.
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    month = models.DateField()
    role = models.CharField(max_length=20)
    user = models.ForeignKey("dcc.User", models.PROTECT, db_index=False, related_name="+")
    measure = models.CharField(max_length=20)
    lead = models.ForeignKey("leads.Lead", models.PROTECT, db_index=False, related_name="+")
    visit = models.ForeignKey("reception.Visit", models.PROTECT, null=True, db_index=False, related_name="+")
    order = models.ForeignKey("reception.Order", models.PROTECT, null=True, db_index=False, related_name="+")
    appointment = models.ForeignKey("calls.Appointment", models.PROTECT, null=True, db_index=False, related_name="+")
    counts = models.BooleanField()
    text = models.CharField(max_length=300)
    at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=DECISIONS, blank=True)
    answer = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        constraints = [
            CheckConstraint(condition=~Q(text=""), name="objection_says_something"),
            CheckConstraint(condition=Q(decision="", answered_at=None) | ~Q(decision="") & Q(answered_at__isnull=False), name="objection_answered_once"),
            CheckConstraint(condition=Q(decision__in=UNREASONED, answer="") | Q(decision__in=REASONED) & ~Q(answer=""), name="objection_says_why"),
        ]
        indexes = [Index(fields=["store", "month"], name="objection_of_month")]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"objection {self.pk}"
