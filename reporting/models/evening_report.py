"""The evening report of a store: what the leader says of a day, who receives it, and what was sent."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ROBOT, MAIL, NOTICE = "robot", "mail", "notice"
WAYS = ((ROBOT, _("Robot of a group chat")), (MAIL, pgettext_lazy("way", "Mail")), (NOTICE, pgettext_lazy("way", "Within DCC")))
SENT, NOTHING, HELD = "sent", "nothing", "held"


class OfStoreQuerySet(models.QuerySet):
    """Questions about rows that have a store."""

    def visible_to(self, user) -> "OfStoreQuerySet":
        """Those of the person's own store."""
        return self.filter(store_id=user.store_id)


class Remark(models.Model):
    """What the leader says of a day in its evening report (组长的话): changed until it is sent, fixed from `sent_at` on.

    `is_addition`: one sentence sent after it.
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, related_name="+")
    day = models.DateField()
    text = models.CharField(max_length=500)
    is_addition = models.BooleanField(default=False)
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    objects = OfStoreQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["store", "day"], condition=Q(is_addition=False), name="remark_once_a_day"),
            CheckConstraint(condition=~Q(text=""), name="remark_has_words"),
            CheckConstraint(condition=Q(is_addition=False) | Q(sent_at__isnull=False), name="remark_addition_is_sent"),
        ]
        ordering = ["day", "at", "id"]

    def __str__(self) -> str:
        return f"remark of {self.day}"


class ReportReceiver(models.Model):
    """To whom the evening report goes: a robot's group chat, a person of the store by mail or within DCC, somebody else by mail (no `user`: figures alone).

    Belongs to the installation, not to a store's history.
    """

    store = models.ForeignKey("dcc.Store", models.CASCADE, related_name="+")
    way = models.CharField(max_length=10, choices=WAYS)
    robot = models.ForeignKey("dcc.Robot", models.CASCADE, null=True, related_name="+")
    user = models.ForeignKey("dcc.User", models.CASCADE, null=True, related_name="+")
    name = models.CharField(max_length=40)
    address = models.EmailField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = OfStoreQuerySet.as_manager()

    class Meta:
        constraints = [
            CheckConstraint(condition=~Q(way=ROBOT) ^ Q(robot__isnull=False), name="report_receiver_robot"),
            CheckConstraint(condition=~Q(way=MAIL) | ~Q(address=""), name="report_receiver_address"),
            CheckConstraint(condition=~Q(way=NOTICE) | Q(user__isnull=False), name="report_receiver_person"),
        ]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.name


class EveningReport(models.Model):
    """What became of a day's evening report: sent, nothing to tell, or held back by the leader with a reason. Belongs to the installation."""

    store = models.ForeignKey("dcc.Store", models.CASCADE, related_name="+")
    day = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10)
    reason = models.CharField(max_length=200, blank=True)

    objects = OfStoreQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["store", "day"], name="evening_report_once_a_day"),
            CheckConstraint(condition=~Q(state=HELD) ^ ~Q(reason=""), name="evening_report_held_with_a_reason"),
        ]
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"evening report of {self.day}"


class ReportLetter(models.Model):
    """One report, or one sentence after it (`addition`), on its way to one receiver. Belongs to the installation.

    `answers` keeps each try: [moment, what was answered]. `tries` counts those since it was last sent off, by itself or again by hand.
    `words` are kept until it arrived.
    """

    report = models.ForeignKey(EveningReport, models.CASCADE, related_name="letters")
    receiver = models.ForeignKey(ReportReceiver, models.CASCADE, related_name="letters")
    addition = models.ForeignKey(Remark, models.CASCADE, null=True, related_name="+")
    words = models.TextField(blank=True)
    at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    answers = models.JSONField(default=list)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["report", "receiver"], condition=Q(addition=None), name="report_letter_once"),
            UniqueConstraint(fields=["report", "receiver", "addition"], name="report_letter_once_per_addition"),
            CheckConstraint(condition=Q(sent_at=None) | Q(given_up_at=None), name="report_letter_sent_or_given_up"),
        ]
        indexes = [Index(fields=["at"], condition=Q(sent_at=None, given_up_at=None), name="report_letter_waits")]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.report_id} {self.receiver_id}"
