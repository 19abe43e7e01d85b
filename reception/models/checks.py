"""Whether what was written is true: what a morning drew of the day before, how it was rung for, what came of it."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dcc.database.kept_rows import StandingQuerySet
from dcc.models import Annullable
from reception.models.querysets.checks import CheckDrawQuerySet

ENDS = (
    ("upheld", pgettext_lazy("check", "True")),
    ("wrong", pgettext_lazy("check", "Not true")),
    ("unreached", pgettext_lazy("check", "Not reached")),
    ("unchecked", pgettext_lazy("check", "Not checked")),
    ("gone", pgettext_lazy("check", "Taken back before")),
)
CARD_WRONGS = (
    ("never_spoke", _("Never spoke")),
    ("another", _("Somebody else")),
    ("invented", _("Interest invented")),
    ("other", pgettext_lazy("check", "Something else")),
)
VISIT_WRONGS = (
    ("never_came", _("Never came")),
    ("another", _("Somebody else")),
    ("tag", _("Came otherwise than tagged")),
    ("other", pgettext_lazy("check", "Something else")),
)
WRONGS = tuple({**dict(CARD_WRONGS), **dict(VISIT_WRONGS)}.items())
TRIED = (("reached", pgettext_lazy("check", "Reached")), ("unreached", pgettext_lazy("check", "Not reached")))


class CheckSecret(models.Model):
    """By what a store's sample is drawn: made with the store, read by the draw alone. Belongs to the installation, not to a store's history."""

    store = models.OneToOneField("dcc.Store", models.CASCADE, related_name="+")
    secret = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"secret of store {self.store_id}"


class CheckDraw(models.Model):
    """One card (`lead`) or one visit of `day`, drawn on the morning `at` to be asked about; `user` wrote it.

    It ends by what was found (`upheld`, `wrong`), by three fruitless tries on three days, unchecked after seven days, or because what it is about was
    taken back.
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    day = models.DateField()
    at = models.DateTimeField()
    lead = models.ForeignKey("leads.Lead", models.PROTECT, null=True, related_name="+")
    visit = models.ForeignKey("reception.Visit", models.PROTECT, null=True, related_name="+")
    user = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_as = models.CharField(max_length=10, blank=True, choices=ENDS)
    merged_from = models.ForeignKey("leads.Lead", models.PROTECT, null=True, db_index=False, related_name="+")

    objects = CheckDrawQuerySet.as_manager()
    every = models.Manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["visit"], condition=Q(visit__isnull=False), name="check_draw_once_per_visit"),
            UniqueConstraint(fields=["lead", "day"], condition=Q(lead__isnull=False), name="check_draw_once_per_card"),
            CheckConstraint(condition=Q(lead=None, visit__isnull=False) | Q(lead__isnull=False, visit=None), name="check_draw_card_or_visit"),
            CheckConstraint(condition=Q(ended_at=None, ended_as="") | Q(ended_at__isnull=False) & ~Q(ended_as=""), name="check_draw_ended_with_word"),
        ]
        indexes = [
            Index(fields=["store", "day"], name="check_draw_by_day"),
            Index(fields=["store", "at"], condition=Q(ended_at=None), name="check_draw_open"),
            Index(fields=["merged_from"], condition=Q(merged_from__isnull=False), name="check_draw_merged"),
        ]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"check drawn of {self.day.isoformat()}"

    @property
    def is_card(self) -> bool:
        """Whether it is about a card; else about a visit."""
        return self.lead_id is not None

    @property
    def phone(self) -> str:
        """The number to be rung: the lead's, or the one the group gave."""
        if self.lead is not None:
            return self.lead.phone or ""
        return self.visit.phone if self.visit else ""

    @property
    def name(self) -> str:
        """Whom one asks."""
        if self.lead is not None:
            return self.lead.name
        return self.visit.name if self.visit else ""


class CheckTry(Annullable):
    """One ring of a check, begun at `at` and ended when its outcome was written. It is no call: no contact, no duty and no figure know of it."""

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    draw = models.ForeignKey(CheckDraw, models.PROTECT, related_name="tries")
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, blank=True, choices=TRIED)

    objects = StandingQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"try of check {self.draw_id}"


class VisitCheck(Annullable):
    """Whether a visit was as it was registered. It changes no tag by itself. `answer` is what whoever typed it says to that."""

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    visit = models.ForeignKey("reception.Visit", models.PROTECT, related_name="+")
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    at = models.DateTimeField()
    upheld = models.BooleanField()
    kind = models.CharField(max_length=12, blank=True, choices=VISIT_WRONGS)
    reason = models.CharField(max_length=200, blank=True)
    answer = models.CharField(max_length=200, blank=True, default="")
    answered_at = models.DateTimeField(null=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        constraints = [CheckConstraint(condition=Q(upheld=True) | ~Q(reason=""), name="visit_check_wrong_with_reason")]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"check of visit {self.visit_id}"
