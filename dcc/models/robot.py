"""Group chats of a store into which messages go."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

MAKERS = (("wecom", _("WeCom")), ("dingtalk", _("DingTalk")), ("feishu", _("Feishu")))


class RobotQuerySet(models.QuerySet):
    """Questions about the robots of group chats."""

    def visible_to(self, user) -> "RobotQuerySet":
        """Those of the person's own store."""
        return self.filter(store_id=user.store_id)

    def at_work(self) -> "RobotQuerySet":
        """Those in use."""
        return self.filter(retired_at=None)


class Robot(models.Model):
    """A robot of a group chat (群机器人): its address is a secret, whoever has it may write there. Belongs to the installation, not to a store's history.

    `kinds` are the messages it sends; see `dcc.sockets.robot_kinds`.
    """

    store = models.ForeignKey("dcc.Store", models.CASCADE, related_name="+")
    maker = models.CharField(_("maker"), max_length=10, choices=MAKERS)
    name = models.CharField(_("group"), max_length=40)
    address = models.CharField(_("address"), max_length=500)
    kinds = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, related_name="+")
    retired_at = models.DateTimeField(null=True)

    objects = RobotQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.name


class RobotMessageQuerySet(models.QuerySet):
    """Questions about what goes into group chats."""

    def visible_to(self, user) -> "RobotMessageQuerySet":
        """Those of the robots of the person's own store."""
        return self.filter(robot__store_id=user.store_id)


class RobotMessage(models.Model):
    """One message on its way into a group chat: what happened is told once, whatever became of the telling. Belongs to the installation.

    `key` tells what happened from everything else of its kind. It waits while neither sent nor given up; `answer` is what the last try brought.
    """

    robot = models.ForeignKey(Robot, models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=60)
    words = models.CharField(max_length=500)
    url = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=200, blank=True)

    objects = RobotMessageQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["robot", "kind", "key"], name="robot_message_once"),
            CheckConstraint(condition=Q(sent_at=None) | Q(given_up_at=None), name="robot_message_sent_or_given_up"),
        ]
        indexes = [
            Index(fields=["at"], condition=Q(sent_at=None, given_up_at=None), name="robot_message_waits"),
            Index(fields=["robot", "-at"], name="robot_message_log"),
            Index(fields=["robot", "tried_at"], name="robot_message_rate"),
        ]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.robot_id} {self.kind}"
