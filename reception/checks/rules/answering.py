"""What somebody says to a check that found theirs not true (docs/rules/domain.md#checks)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from calls.models import CardCheck
from dcc.errors import Refused
from dcc.models import User
from dcc.notices.telling import tell
from dcc.trail import audit
from reception.models import CheckDraw, VisitCheck


@transaction.atomic
def answer_check(drawn: CheckDraw, *, words: str, by: User, now: datetime) -> None:
    """Keep one's sentence beside the verdict, once; the leader who wrote it is told. It changes nothing that was found."""
    one = CheckDraw.objects.select_for_update(of=("self",)).select_related("lead", "visit__lead").get(pk=drawn.pk)
    if one.user_id != by.pk:
        raise Refused(_("Whoever wrote it answers."))
    if one.ended_as != "wrong" or one.ended_at is None:
        raise Refused(_("Only what was found not true is answered."))
    if not words.strip():
        raise Refused(_("Say in a sentence how it was."), about="words")
    found = CardCheck.objects.filter(lead=one.lead) if one.lead else VisitCheck.objects.filter(visit=one.visit)
    verdict = found.filter(at=one.ended_at, upheld=False).select_related("by").order_by("-pk").first()
    if verdict is None or not type(verdict).objects.filter(pk=verdict.pk, answered_at=None).update(answer=words.strip()[:200], answered_at=now):
        raise Refused(_("It was answered already."))
    audit.record("check.answer", one, by=by, now=now)
    if verdict.by is not None and verdict.by.left_at is None:
        lead = one.lead or (one.visit.lead if one.visit else None)
        tell(verdict.by, "check.answered", lead=lead, now=now, day=one.day.isoformat(), who=by.name, check=one.pk)
