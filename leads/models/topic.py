"""Problems seen in the work, and what is done about them."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from leads.models.querysets.topic import TopicQuerySet

TOPIC_KINDS = (
    ("talk", pgettext_lazy("topic", "Talk")),
    ("sales", pgettext_lazy("topic", "Sales")),
    ("event", pgettext_lazy("topic", "Campaign")),
    ("between", pgettext_lazy("topic", "Between departments")),
)
TOPIC_STATES = (
    ("open", pgettext_lazy("topic", "To be agreed")),
    ("agreed", pgettext_lazy("topic", "At work")),
    ("done", pgettext_lazy("topic", "With a result")),
    ("dropped", pgettext_lazy("topic", "Dropped")),
)
STEPS = (
    ("raised", pgettext_lazy("topic", "Raised")),
    ("agreed", pgettext_lazy("topic", "Agreed")),
    ("noted", pgettext_lazy("topic", "Progress noted")),
    ("changed", pgettext_lazy("topic", "Changed")),
    ("done", pgettext_lazy("topic", "With a result")),
    ("dropped", pgettext_lazy("topic", "Dropped")),
)
RUNNING = ("open", "agreed")


class Topic(models.Model):
    """A problem somebody saw in the work and what is done about it (课题), tied to a lead, a campaign or a figure (docs/rules/domain.md#topics).

    What was seen and proposed stays as it was raised; `state`, `owner`, `due_on`, `ended_at` and `outcome` are those of the last step that says
    them. `figure` is the address of a figure, `figure_then` what it was when the topic was raised.
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=TOPIC_KINDS)
    title = models.CharField(max_length=60)
    text = models.CharField(max_length=500, blank=True)
    proposal = models.CharField(max_length=500)
    aim = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    at = models.DateTimeField()
    lead = models.ForeignKey("leads.Lead", models.PROTECT, null=True, related_name="+")
    campaign = models.ForeignKey("leads.Campaign", models.PROTECT, null=True, db_index=False, related_name="+")
    figure = models.CharField(max_length=300, blank=True)
    figure_then = models.CharField(max_length=24, blank=True)
    state = models.CharField(max_length=8, choices=TOPIC_STATES, default="open")
    owner = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    due_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=500, blank=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        constraints = [
            CheckConstraint(condition=~Q(state="agreed") | Q(owner__isnull=False, due_on__isnull=False), name="topic_agreed_with_owner_and_due"),
            CheckConstraint(
                condition=Q(state__in=RUNNING, ended_at=None, outcome="") | Q(state__in=("done", "dropped"), ended_at__isnull=False) & ~Q(outcome=""),
                name="topic_ended_with_outcome",
            ),
        ]
        indexes = [
            Index(fields=["store", "at"], condition=Q(ended_at=None), name="topic_running"),
            Index(fields=["store", "-ended_at"], condition=Q(ended_at__isnull=False), name="topic_ended"),
        ]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_running(self) -> bool:
        """Whether something is still to be done about it."""
        return self.state in RUNNING


class TopicStep(models.Model):
    """One step of a topic: never edited. `owner` and `due_on` are those it set, null where it left them."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=8, choices=STEPS)
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    at = models.DateTimeField()
    owner = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    due_on = models.DateField(null=True)
    words = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.kind}"
