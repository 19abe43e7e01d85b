"""A second look at somebody who was given up as lost."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

OUTCOMES = (
    ("again", _("Wants to buy still")),
    ("bought", _("Has bought")),
    ("not_buying", _("Does not buy")),
    ("unreached", _("Nobody reached")),
    ("back", _("Came back by themselves")),
)
REACHED = ("again", "bought", "not_buying")  # outcomes of which somebody was spoken with


class SecondLook(models.Model):
    """One draw of a closed lead (战败复核): `agent`, who never called it, was given it at the opening `at`, and asks anew.

    `tries` are the calls of it, in their order: {"at", "outcome", "seconds"}, moments as ISO texts in UTC, with `logged_at` where the server did not see one
    begin, `annulled_at` where it was taken back; `tried_at` is the moment of the last one. They are no calls of the closed lead and nobody's figures.
    `note` and `model` (what they bought) were said in the last one. `new_lead` is what 还要买 opened, null otherwise; the looked-at lead stays lost.
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    lead = models.ForeignKey("leads.Lead", models.PROTECT, db_index=False, related_name="+")
    agent = models.ForeignKey("dcc.User", models.PROTECT, db_index=False, related_name="+")
    at = models.DateTimeField()
    tries = models.JSONField(default=list)
    tried_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, blank=True, choices=OUTCOMES)
    new_lead = models.ForeignKey("leads.Lead", models.PROTECT, null=True, db_index=False, related_name="+")
    note = models.TextField(blank=True)
    model = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["lead"], name="second_look_once_per_lead"),
            CheckConstraint(condition=Q(ended_at=None, outcome="") | Q(ended_at__isnull=False) & ~Q(outcome=""), name="second_look_ended_with_outcome"),
        ]
        indexes = [
            Index(fields=["agent", "at"], condition=Q(ended_at=None), name="second_look_running"),
            Index(fields=["agent", "tried_at"], condition=Q(tried_at__isnull=False), name="second_look_tried"),
            Index(fields=["agent", "lead"], condition=Q(outcome__in=[*REACHED, "unreached"]), name="second_look_read"),
            Index(fields=["new_lead"], condition=Q(new_lead__isnull=False), name="second_look_found"),
            Index(fields=["store", "at"], name="second_look_by_day"),
        ]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"second look at lead {self.lead_id}"

    @property
    def is_running(self) -> bool:
        """Whether it is still to be called."""
        return self.ended_at is None

    @property
    def standing_tries(self) -> list[dict]:
        """Its tries but those that were taken back."""
        return [one for one in self.tries if "annulled_at" not in one]
