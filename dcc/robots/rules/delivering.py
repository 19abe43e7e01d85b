"""Messages on their way: twenty a minute to an address, three tries each, every try kept."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Min, Q
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import Robot, RobotMessage, User
from dcc.robots.posting import post
from dcc.trail import audit

A_MINUTE = timedelta(minutes=1)
MOST = 20  # tries a minute to one address
TRIES = 3
WAITS = (timedelta(0), timedelta(minutes=1), timedelta(minutes=5))  # before the first try, the second, the third
LOOKED_AT = 200


def send_one(*, now: datetime) -> bool:
    """Try the message that waits longest of those that may go now. False where none may."""
    message = _next(now)
    if message is None:
        return False
    answer = post(message.robot.maker, message.robot.address, text_of(message))
    ended = {"sent_at": now} if answer.taken else {"given_up_at": now} if message.tries >= TRIES else {}
    RobotMessage.objects.filter(pk=message.pk, given_up_at=None).update(answer=answer.words[:200], **ended)
    return True


def oldest_waiting() -> datetime | None:
    """Return since when the oldest message waits that may still go."""
    return RobotMessage.objects.filter(sent_at=None, given_up_at=None, robot__retired_at=None).aggregate(oldest=Min("at"))["oldest"]


def text_of(message: RobotMessage) -> str:
    """Return the words with the address of the page behind them."""
    return f"{message.words}\n{settings.SITE}{message.url}" if message.url and settings.SITE else message.words


def send_test(robot: Robot, *, by: User, now: datetime) -> RobotMessage:
    """Put a message on its way by which one sees that the robot works."""
    if robot.retired_at is not None:
        raise Refused(_("Nothing is sent into this group any more."))
    message = RobotMessage.objects.create(robot=robot, kind="test", key=f"{now.isoformat()}", words=_("DCC may write here."), at=now)
    audit.record("robot.test", robot, by=by, now=now)
    return message


def _next(now: datetime) -> RobotMessage | None:
    """Claim a message: whoever counts the try first sends it."""
    due = [Q(tries=tries) & (Q(tried_at=None) | Q(tried_at__lte=now - wait)) for tries, wait in enumerate(WAITS)]
    waiting = RobotMessage.objects.filter(due[0] | due[1] | due[2], sent_at=None, given_up_at=None, robot__retired_at=None).select_related("robot")
    full: dict[str, bool] = {}
    for message in waiting.order_by("at", "pk")[:LOOKED_AT]:
        address = message.robot.address
        if address not in full:
            full[address] = RobotMessage.objects.filter(robot__address=address, tried_at__gt=now - A_MINUTE).count() >= MOST
        if full[address]:
            continue
        claimed = RobotMessage.objects.filter(pk=message.pk, tries=message.tries, sent_at=None, given_up_at=None)
        if claimed.update(tries=F("tries") + 1, tried_at=now):
            message.tries += 1
            return message
    return None
