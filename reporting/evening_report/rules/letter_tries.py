"""Letters on their way: three tries to each receiver, at once, two and four minutes later (docs/rules/trust.md#what-goes-out).

Each try is kept, the words only until they arrived: surnames stand in them.
"""

from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F, Q

from dcc.models import User
from dcc.notices.telling import tell
from dcc.robots.posting import Answer, post
from reporting.evening_report.report_words import subject_of
from reporting.evening_report.rules.addressing import is_reached
from reporting.models import ReportLetter

TRIES = 3
WAITS = tuple(timedelta(minutes=minutes) for minutes in (0, 2, 4, 4))  # before each try, and before a third that was cut off is given up
CUT_OFF = "cut off"  # the worker ended in the middle of the third try
FAILED = "evening_report.failed"


def deliver_one(*, now: datetime) -> bool:
    """Try the letter that waits longest of those that may go now. False where none may."""
    letter = _claimed(now)
    if letter is None:
        return False
    answer = _carried(letter) if letter.tries <= TRIES else Answer(CUT_OFF)
    letter.answers = [*letter.answers, [now.isoformat(), answer.words[:200], answer.taken]]
    if answer.taken:
        letter.sent_at, letter.words = now, ""
    elif letter.tries >= TRIES:
        letter.given_up_at, letter.tries = now, TRIES
    letter.save(update_fields=["answers", "words", "tries", "sent_at", "given_up_at"])
    if letter.given_up_at:
        for leader in User.objects.of_store(letter.report.store).employed().with_role("leader"):
            tell(leader, FAILED, now=now, day=f"{letter.report.day}", receiver=letter.receiver.name)
    return True


def _claimed(now: datetime) -> ReportLetter | None:
    """Claim a letter: whoever counts the try first sends it."""
    due = [Q(tries=tries) & (Q(tried_at=None) | Q(tried_at__lte=now - wait)) for tries, wait in enumerate(WAITS)]
    waiting = ReportLetter.objects.filter(reduce(or_, due), sent_at=None, given_up_at=None)
    for letter in waiting.select_related("report__store", "receiver__robot", "receiver__user").order_by("at", "pk")[:TRIES]:
        if ReportLetter.objects.filter(pk=letter.pk, tries=letter.tries, sent_at=None, given_up_at=None).update(tries=F("tries") + 1, tried_at=now):
            letter.tries, letter.tried_at = letter.tries + 1, now
            return letter
    return None


def _carried(letter: ReportLetter) -> Answer:
    receiver = letter.receiver
    if receiver.ended_at or not is_reached(receiver):
        return Answer("receiver ended")
    if receiver.robot is not None:
        return post(receiver.robot.maker, receiver.robot.address, letter.words)
    if not settings.MAIL_WORKS:
        return Answer("no mail server")
    try:
        EmailMessage(subject_of(letter.words), letter.words, to=[receiver.address]).send()
    except OSError as problem:  # smtplib's failures are such, too
        return Answer(" ".join(str(problem).split()) or type(problem).__name__)
    return Answer("sent", taken=True)
