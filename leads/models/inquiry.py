"""One arrival of a person."""

from django.db import models
from django.db.models import Index, Q, UniqueConstraint

from dcc.database.kept_rows import StandingQuerySet
from dcc.models import STANDS, Annullable


class Inquiry(Annullable):
    """One arrival (咨询) of a person through one channel at one moment; a fact, never changed but by a merge.

    `repeat_key` says which other arrival would be the same one again (docs/rules/intake.md#repeats); empty where nothing can repeat it (typed by hand, an
    incoming call). `phone_until`: until when the privacy number it came with holds, as its row or, on that day, its channel said.
    `levels` are the channel's names as its sender said them, the highest first, joined (docs/rules/domain.md#source-and-channel); `extra` keeps the sender's
    unmapped columns as they were.
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    lead = models.ForeignKey("leads.Lead", models.PROTECT, related_name="inquiries")
    channel = models.ForeignKey("leads.Channel", models.PROTECT, db_index=False, related_name="+")
    received_at = models.DateTimeField()
    day_only = models.BooleanField(default=False)  # the sender told the day alone: 00:00 of it, and first only where none of that day has a time
    entered_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True)
    deadline = models.DateTimeField(null=True)
    phone = models.CharField(max_length=24, blank=True)
    phone_until = models.DateTimeField(null=True)
    name = models.CharField(max_length=60, blank=True)
    model = models.CharField(max_length=60, blank=True)
    levels = models.CharField(max_length=250, blank=True, db_default="")
    external_id = models.CharField(max_length=120, blank=True)
    repeat_key = models.CharField(max_length=160, blank=True)
    remark = models.TextField(blank=True)
    extra = models.JSONField(default=dict)
    batch = models.ForeignKey("leads.ImportBatch", models.PROTECT, null=True, db_index=False, related_name="inquiries")
    by = models.ForeignKey("dcc.User", models.PROTECT, db_index=False, null=True, related_name="+")
    campaign = models.ForeignKey("leads.Campaign", models.PROTECT, null=True, db_index=False, related_name="+")
    merged_from = models.ForeignKey("leads.Lead", models.PROTECT, null=True, db_index=False, related_name="+")

    objects = StandingQuerySet.as_manager()

    class Meta:
        constraints = [UniqueConstraint(fields=["channel", "repeat_key"], condition=~Q(repeat_key="") & STANDS, name="inquiry_never_twice")]
        indexes = [
            Index(fields=["store", "channel", "received_at", "lead", "annulled_at"], name="inquiry_by_channel"),
            Index(fields=["batch"], condition=Q(batch__isnull=False), name="inquiry_of_batch"),
            Index(fields=["merged_from"], condition=Q(merged_from__isnull=False), name="inquiry_merged"),
        ]
        ordering = ["received_at", "id"]
        verbose_name_plural = "inquiries"

    def __str__(self) -> str:
        return f"{self.channel} {self.received_at:%Y-%m-%d %H:%M}"
