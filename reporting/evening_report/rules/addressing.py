"""A report put on its way to each of its receivers: within DCC at once, by robot and mail as letters of the worker."""

from collections.abc import Callable, Iterable
from datetime import datetime

from dcc.notices.telling import tell
from dcc.people.permissions import may
from reporting.evening_report.report_words import face_of
from reporting.models import EveningReport, Remark, ReportLetter, ReportReceiver
from reporting.models.evening_report import NOTICE, ROBOT

TOLD, ADDED = "evening_report.sent", "evening_report.added"


def receivers_of(store) -> list[ReportReceiver]:
    """Return who receives a store's report today: no chat whose robot is gone, nobody who has left or may not read it any more."""
    found = ReportReceiver.objects.filter(store=store, ended_at=None).select_related("robot", "user").order_by("at", "pk")
    return [one for one in found if is_reached(one)]


def is_reached(receiver: ReportReceiver) -> bool:
    """Whether somebody may still receive it."""
    if receiver.way == ROBOT:
        return receiver.robot is not None and receiver.robot.retired_at is None
    return receiver.user is None or (receiver.user.left_at is None and receiver.user.store_id == receiver.store_id and may(receiver.user, "evening_report.see"))


def write_letters(
    report: EveningReport, words: Callable[[str], str], *, receivers: Iterable[ReportReceiver], now: datetime, addition: Remark | None = None
) -> None:
    """Write a letter to each receiver, its words by what they may see. Those within DCC are told at once, and read it on its page."""
    letters = []
    for receiver in receivers:
        letter = ReportLetter(report=report, receiver=receiver, addition=addition, at=now)
        if receiver.way == NOTICE and receiver.user is not None:
            tell(receiver.user, ADDED if addition else TOLD, now=now, day=f"{report.day}")
            letter.tries, letter.tried_at, letter.sent_at = 1, now, now
        else:
            letter.words = words(face_of(receiver))
        letters.append(letter)
    ReportLetter.objects.bulk_create(letters)
