"""Who receives the evening report, chosen by leader and director (docs/rules/interface.md#evening-report)."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import Robot, Store, User
from dcc.people.permissions import may
from dcc.trail import audit
from reporting.models import ReportReceiver
from reporting.models.evening_report import MAIL, NOTICE, ROBOT, WAYS

MOST = 20  # receivers of a store


@transaction.atomic
def add_receiver(
    store: Store, *, way: str, robot: Robot | None = None, user: User | None = None, name: str = "", address: str = "", by: User, now: datetime
) -> ReportReceiver:
    """Let the report go to somebody from now on: into a group chat, to a person by mail or within DCC, to somebody else by mail. Refused for one there is."""
    if way not in dict(WAYS):
        raise ValueError(way)
    robot, user = (robot, None) if way == ROBOT else (None, user)
    address = address.strip() if way == MAIL else ""
    _judge(store, way, robot, user, address)
    named = robot.name if robot else user.name if user else name.strip()
    if not named:
        raise Refused(_("Say who it is."), about="name")
    Store.objects.select_for_update().get(pk=store.pk)
    there = ReportReceiver.objects.filter(store=store, ended_at=None)
    if there.filter(way=way, robot=robot, user=user, address=address).exists():
        raise Refused(_("They receive it already."), about="way")
    if there.count() >= MOST:
        raise Refused(_("%(n)d receivers are the most.") % {"n": MOST}, about="way")
    facts = {"robot": robot, "user": user, "name": named, "address": address}
    receiver = ReportReceiver.objects.create(store=store, way=way, by=by, at=now, **facts)
    audit.record("report_receiver.add", receiver, by=by, now=now, by_way=way)
    return receiver


@transaction.atomic
def end_receiver(receiver: ReportReceiver, *, by: User, now: datetime) -> bool:
    """Send them nothing more. False if somebody ended it before us."""
    ended = ReportReceiver.objects.filter(pk=receiver.pk, ended_at=None).update(ended_at=now)
    if ended:
        audit.record("report_receiver.end", receiver, by=by, now=now, by_way=receiver.way)
    return bool(ended)


def _judge(store: Store, way: str, robot: Robot | None, user: User | None, address: str) -> None:
    if way == ROBOT and (robot is None or robot.store_id != store.pk or robot.retired_at):
        raise Refused(_("Choose a group chat; robots are added under settings."), about="robot")
    if way == NOTICE and user is None:
        raise Refused(_("Choose who it is."), about="user")
    if user is not None and (user.store_id != store.pk or user.left_at or not may(user, "evening_report.see")):
        raise Refused(_("They may not read the report."), about="user")
    if way == MAIL:
        if not settings.MAIL_WORKS:
            raise Refused(_("The operator has not set up mail yet."), about="way")
        if not address:
            raise Refused(_("A mail needs an address."), about="address")
        if settings.MAIL_DOMAINS and address.rpartition("@")[2].lower() not in settings.MAIL_DOMAINS:
            raise Refused(_("The operator allows no mail to this domain."), about="address")
