"""Files with full numbers: asked for, decided, fetched once."""

from datetime import datetime

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from leads.models.querysets.person_export import ALIVE, PersonExportQuerySet

EXPORT_STATES = (
    ("waiting", pgettext_lazy("export", "To be approved")),
    ("approved", pgettext_lazy("export", "Approved")),
    ("refused", pgettext_lazy("export", "Not approved")),
    ("lapsed", pgettext_lazy("export", "Lapsed")),
)


class PersonExport(models.Model):
    """One file of a list of persons with full numbers, asked for by one person for one purpose (docs/rules/trust.md#full-numbers-by-approval).

    `rows` are the keys of the list as it was asked for; `asked`, `said` and `query` its question as the trail keeps it, as the file says it and as
    its page asks it. What becomes of it are facts with their moments; whether it lapsed the clock says. The installation's: no ledger has it.
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    number = models.PositiveIntegerField()
    by = models.ForeignKey("dcc.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    listing = models.CharField(max_length=20)
    columns = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    asked = models.JSONField(default=dict)
    said = models.JSONField(default=dict)
    query = models.CharField(max_length=1_000, blank=True)
    purpose = models.CharField(_("purpose"), max_length=200)
    withdrawn_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    decided_at = models.DateTimeField(null=True)
    is_approved = models.BooleanField(default=False)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    fetched_at = models.DateTimeField(null=True)
    numbers = models.PositiveIntegerField(null=True)  # how many the file that was fetched held

    objects = PersonExportQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["store", "number"], name="person_export_number_once"),
            CheckConstraint(condition=Q(is_approved=False) | Q(decided_by__isnull=False, decided_at__isnull=False), name="person_export_approved_by_somebody"),
            CheckConstraint(condition=Q(fetched_at=None) | Q(is_approved=True), name="person_export_fetched_once_approved"),
            CheckConstraint(condition=Q(decided_by=None) | ~Q(decided_by=models.F("by")), name="person_export_never_decided_by_its_asker"),
        ]
        indexes = [Index(fields=["store", "-at"], name="person_export_by_moment")]
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"X-{self.number:04d}"

    def state(self, now: datetime) -> str:
        """Return what has become of it: waiting, approved (its file is fetched or may be), refused, lapsed."""
        if self.decided_at is not None and not self.is_approved:
            return "refused"
        if self.is_approved and self.decided_at is not None:
            return "approved" if self.fetched_at is not None or now - self.decided_at <= ALIVE else "lapsed"
        return "waiting" if self.withdrawn_at is None and now - self.at <= ALIVE else "lapsed"

    def may_fetch(self, user, now: datetime) -> bool:
        """Whether its file may be fetched now: by who asked, once, within the hour of the approval."""
        return self.by == user and self.fetched_at is None and self.state(now) == "approved"

    @property
    def lapses_at(self) -> datetime:
        """The moment up to which it waits, for its approval or for its fetching."""
        return (self.decided_at or self.at) + ALIVE
