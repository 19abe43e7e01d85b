"""Robots and their messages in words."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dcc import sockets
from dcc.models import Robot, RobotMessage, User
from dcc.people.permissions import may

STATES = {
    "sent": pgettext_lazy("message", "Sent"),
    "given_up": _("Given up after three tries"),
    "again": pgettext_lazy("message", "Tried, will be tried again"),
    "waits": pgettext_lazy("message", "Waits"),
}


def robots_on_the_trail(user: User, ids: set[int], _now: datetime) -> dict[int, tuple[str, str]]:
    """Name the groups; link them for whoever may open their page."""
    linked = may(user, "robot.manage")
    return {robot.pk: (robot.name, reverse("robots") if linked else "") for robot in Robot.objects.visible_to(user).filter(pk__in=ids)}


def kind_words() -> dict[str, Any]:
    """Return the kinds of messages there are, and the one by which a robot is tried."""
    return {name: kind.label for name, kind in sockets.robot_kinds.named()} | {"test": _("Test message")}


def state_of(message: RobotMessage) -> str:
    """Return how far a message is."""
    if message.sent_at:
        return "sent"
    if message.given_up_at:
        return "given_up"
    return "again" if message.tries else "waits"


def short(address: str) -> str:
    """Return what of an address may be read: its host, and its end."""
    return f"{urlsplit(address).hostname} …{address[-4:]}"
