"""One attempt to speak with somebody."""

from datetime import datetime

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from calls.models.querysets.call import CallQuerySet
from dcc.models import STANDS, Annullable

COUNTED = ("outcome", "is_first", "is_first_connected", "is_late")  # what figures ask of a call: their indexes answer without the rows
RUNG = ("outcome", "waited_seconds", "respond_by", "lead")  # and of one that came in
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
ROWS = (("made", _("Made by a row")), ("filled", _("Completed by a row")), ("completed", _("Made by a row, completed since")))


class Call(Annullable):
    """One attempt (通话), out or in. `at` is its start. A fact; its author puts outcome, note and level right just after it was logged.

    `logged_at` is null where the server saw it begin (拨打 pressed, a caller's number typed); else `at` was stated, or is the logging itself, and whatever is
    judged in time is judged by `logged_at` (docs/rules/domain.md#seen-and-stated).

    `outcome` is the meaning that reports count, `outcome_name` the store's own word. A missed incoming call has no agent and is no contact; an
    answered one out of a hotline log has no agent either unless the log names one of ours. `token` makes a form sent twice one call.
    `respond_by` of a missed one is by when it was to be rung back, as the limit stood then.

    `row` says that a row of a hotline's log stands behind it, which is one call and no more (docs/rules/intake.md#hotline-logs): it made the call, `filled` one
    somebody had logged, or was `completed` by somebody afterwards. `batch` is the import it came with; of one that filled, which made no inquiry, `row_channel`
    and `row_key` tell it again. Such a log is no statement of a person: what waited for a call is answered by when it was, whenever the log came in.

    `real_number` is one the customer gave that another lead has: kept here until the data manager has decided whether the two are one person.

    `channel` and `is_…` are what figures read, so that one pass over the calls answers them: the channel of the lead (null: it was merged away and counts
    nowhere), whether this is the lead's first call, its first connected one, a first call made after the limit. Of two at once the one entered first.
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    lead = models.ForeignKey("leads.Lead", models.PROTECT, related_name="+")
    agent = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    at = models.DateTimeField()
    logged_at = models.DateTimeField(null=True)
    direction = models.CharField(max_length=3, choices=DIRECTIONS)
    outcome = models.CharField(max_length=16, choices=OUTCOMES)
    outcome_name = models.CharField(max_length=60, blank=True)
    seconds = models.PositiveIntegerField(default=0)
    waited_seconds = models.PositiveIntegerField(null=True)
    respond_by = models.DateTimeField(null=True)
    note = models.TextField(blank=True)
    level = models.CharField(max_length=10, blank=True)
    checks = models.JSONField(default=list)
    phone = models.CharField(max_length=24, blank=True)
    real_number = models.CharField(max_length=24, blank=True)
    told_of_recording = models.BooleanField(default=False, db_default=False)
    token = models.UUIDField(null=True, unique=True)
    channel = models.ForeignKey("leads.Channel", models.PROTECT, null=True, db_index=False, related_name="+")
    is_first = models.BooleanField(default=False)
    is_first_connected = models.BooleanField(default=False)
    is_late = models.BooleanField(default=False)
    merged_from = models.ForeignKey("leads.Lead", models.PROTECT, null=True, db_index=False, related_name="+")
    row = models.CharField(max_length=10, blank=True, choices=ROWS)
    row_channel = models.ForeignKey("leads.Channel", models.PROTECT, null=True, db_index=False, related_name="+")
    row_key = models.CharField(max_length=160, blank=True)
    batch = models.ForeignKey("leads.ImportBatch", models.PROTECT, null=True, db_index=False, related_name="+")

    objects = CallQuerySet.as_manager()

    class Meta:
        constraints = [
            CheckConstraint(condition=~Q(outcome="missed") | Q(direction="in", agent=None), name="call_missed_has_no_agent"),
            CheckConstraint(condition=Q(respond_by=None) | Q(direction="in") & ~Q(outcome="connected"), name="call_unanswered_is_rung_back"),
            UniqueConstraint(fields=["row_channel", "row_key"], condition=~Q(row_key="") & STANDS, name="call_of_a_row_once"),
        ]
        indexes = [
            Index(fields=["store", "lead"], condition=~Q(real_number=""), name="call_with_real_number"),
            Index(fields=["store", "channel", "at", "agent", *COUNTED, "annulled_at"], name="call_by_channel"),
            Index(fields=["store", "agent", "at", "channel", *COUNTED, "annulled_at"], name="call_of_agent"),
            Index(fields=["store", "channel", "at", *RUNG, "annulled_at"], condition=Q(direction="in"), name="call_rung"),
            Index(fields=["store", "at", "annulled_at"], name="call_by_day"),
            Index(fields=["store", "logged_at"], condition=Q(logged_at__isnull=False), name="call_by_logging"),
            Index(fields=["merged_from"], condition=Q(merged_from__isnull=False), name="call_merged"),
            Index(fields=["batch"], condition=Q(batch__isnull=False), name="call_of_batch"),
            Index(fields=["store", "phone", "at"], condition=Q(direction="in"), name="call_of_caller"),
        ]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.get_direction_display()} {self.get_outcome_display()}"

    @property
    def known_at(self) -> datetime:
        """From when the server knew of it: what is in time, and whatever ends a duty, is judged by it."""
        return self.logged_at or self.at

    @property
    def answers_at(self) -> datetime:
        """By when it answers what waited for a call: of a hotline's row its own moment, which a machine wrote down; else from when the server knew."""
        return self.at if self.row else self.known_at

    @property
    def entered_later(self) -> bool:
        """Whether its start was stated, not seen (补记): said wherever it counts, with both moments."""
        return self.logged_at is not None and self.logged_at > self.at

    @property
    def on_second(self) -> bool:
        """Whether it went to the lead's second number. Nobody there says nothing of the first: the ladder of retries goes on."""
        return self.lead.is_second(self.phone)

    @property
    def connected(self) -> bool:
        """Whether somebody was spoken with."""
        return self.outcome == "connected"
