"""A file that came in."""

from django.db import models
from django.db.models import Index, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from leads.models.querysets.batch import ImportBatchQuerySet

STATES = (
    ("reading", _("Being read")),
    ("ready", _("Ready to import")),
    ("queued", _("Waiting to be imported")),
    ("committing", _("Being imported")),
    ("done", _("Imported")),
    ("refused", _("Not readable")),
    ("dropped", _("Dropped")),
    ("undone", pgettext_lazy("import", "Undone")),
)
BUSY = ("reading", "queued", "committing")
OUTCOMES = (("created", _("New")), ("merged", _("Joined")), ("repeated", _("Repeated")), ("rejected", _("Rejected")))


class ImportBatch(models.Model):
    """One uploaded file and what became of it. `rows = created + merged + repeated + rejected`, always.

    Until it is done the counts are the preview's; the commit judges again and writes what it really did. `file` is the random name under which the
    upload waits outside the web root; it is removed once the batch is done, refused or dropped. `rejected_file` is that of the rows nobody could take in.
    `choice`: what somebody chose on the preview (`leads.intake.choosing`); `names_key`: which other files have the same list of column names; `mapped_by`
    and `mapped_at`: who said what the columns of such a file mean, and when; `found`: what else stands in the file, for the preview to choose from.
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, related_name="+")
    by = models.ForeignKey("dcc.User", models.PROTECT, related_name="+")
    channel = models.ForeignKey("leads.Channel", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=12, choices=STATES, default="reading")
    filename = models.CharField(max_length=200)
    file = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    uploaded_at = models.DateTimeField()
    committed_at = models.DateTimeField(null=True)
    sheet = models.CharField(max_length=100, blank=True)
    header_row = models.PositiveIntegerField(default=0)
    columns = models.JSONField(default=list)
    rows = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    merged = models.PositiveIntegerField(default=0)
    repeated = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    reasons = models.JSONField(default=dict)
    remarks = models.JSONField(default=list)  # what is to be known of the file besides: [{"code": …, facts}], as `leads.intake.remark_words` says them
    refusal = models.CharField(max_length=40, blank=True)
    progress = models.PositiveIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    names_key = models.CharField(max_length=64, blank=True)
    choice = models.JSONField(default=dict)
    found = models.JSONField(default=dict)
    mapped_by = models.ForeignKey("dcc.User", models.PROTECT, null=True, related_name="+")
    mapped_at = models.DateTimeField(null=True)
    rejected_file = models.CharField(max_length=64, blank=True)
    undo_asked_at = models.DateTimeField(null=True)  # the worker is to undo it: `undone_by` asked, `undone` holds the sign of what was shown
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey("dcc.User", models.PROTECT, null=True, related_name="+")
    undone = models.JSONField(
        default=dict
    )  # what an undo took back and what it left: {"leads": …, "inquiries": …, "kept": …}; {"stopped": true} where it could not

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        indexes = [
            Index(fields=["store", "-uploaded_at"], name="batch_of_store"),
            Index(fields=["store", "names_key", "-committed_at"], condition=Q(state="done"), name="batch_of_same_names"),
        ]
        ordering = ["-uploaded_at", "-id"]
        verbose_name_plural = "import batches"

    def __str__(self) -> str:
        return self.filename

    @property
    def is_busy(self) -> bool:
        """Whether the worker has it: it is read, taken in, or undone."""
        return self.state in BUSY or self.undo_asked_at is not None

    @property
    def to_write(self) -> int:
        """How many inquiries its import writes, or wrote."""
        return self.created + self.merged


class BatchRow(models.Model):
    """One row of a batch worth showing: the first fifty of each outcome and every rejected one, with the sender's cells masked.

    `word`: the name of a channel nobody knows, for which it was rejected; the first such row stands for all of that name, `like` of them, the others for none.
    """

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="shown_rows")
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=OUTCOMES)
    reason = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=80, blank=True)
    model = models.CharField(max_length=80, blank=True)
    word = models.CharField(max_length=80, blank=True)
    like = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        constraints = [UniqueConstraint(fields=["batch", "number"], name="batch_row_once")]
        indexes = [Index(fields=["batch", "outcome", "number"], name="batch_rows_by_outcome")]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.outcome}"
