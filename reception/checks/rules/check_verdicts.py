"""A check: rung for, judged, taken back until the next morning (docs/rules/domain.md#checks)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from calls.desk.queue import blocked_phones, in_call_window
from calls.models import CardCheck
from dcc.errors import Refused
from dcc.models import User, taken_back
from dcc.notices.telling import tell
from dcc.reckoning.clock import day_of
from dcc.store.store_settings import values_at
from dcc.trail import audit
from leads.customer.rules.revealing import record_showing
from leads.models import Lead
from reception.checks.rules.drawing import MORNING
from reception.models import CheckDraw, CheckTry, VisitCheck
from reception.models.checks import CARD_WRONGS, VISIT_WRONGS

TRIES = 3  # fruitless, each on a day of its own


@transaction.atomic
def dial_check(drawn: CheckDraw, *, by: User, now: datetime) -> str:
    """Return the full number for the ring that begins now. It is no call of the lead, which may be closed.

    Refused outside the call window, for a number on the do-not-call list, and past the day's budget of numbers.
    """
    one = _hold(drawn)
    _refuse_ended(one)
    _refuse_own(one, by)
    values = values_at(one.store, now)
    if not in_call_window(now, one.store, values):
        raise Refused(_("Customers are called from %(first)s to %(last)s.") % {"first": values["call_from"], "last": values["call_until"]})
    if not one.phone:
        raise Refused(_("There is no number to call: it expired or was never known."))
    if blocked_phones(one.store, [one.phone], now=now):
        raise Refused(_("This number is on the do-not-call list."))
    lead = _lead_of(one)
    whose = lead if lead is not None and lead.phone == one.phone else one.visit
    record_showing("check.dial", whose, which=["phone"], by=by, now=now)
    if _ringing(one, by=by, now=now) is None:
        CheckTry.objects.create(store=one.store, draw=one, by=by, at=now)
    return one.phone


@transaction.atomic
def judge(drawn: CheckDraw, *, upheld: bool, kind: str = "", reason: str = "", by: User, now: datetime) -> None:
    """Say whether it was true, after a ring. What is not true needs a kind and a sentence; whoever wrote it is told.

    A card that is not true is void: it stays counted and pays nothing. A visit that is not true keeps its tag.
    """
    one = _hold(drawn)
    _refuse_ended(one)
    rung = _rung(one, by=by, now=now)
    if not upheld:
        _refuse_without_words(one, kind, reason)
    said = {"kind": "", "reason": ""} if upheld else {"kind": kind, "reason": reason.strip()[:200]}
    if one.lead is not None:
        CardCheck.objects.create(store=one.store, lead=one.lead, by=by, at=now, upheld=upheld, **said)
    elif one.visit is not None:
        VisitCheck.objects.create(store=one.store, visit=one.visit, by=by, at=now, upheld=upheld, **said)
    CheckTry.objects.filter(pk=rung.pk).update(ended_at=now, outcome="reached")
    CheckDraw.objects.filter(pk=one.pk).update(ended_at=now, ended_as="upheld" if upheld else "wrong")
    audit.record("check.judge", one, by=by, now=now, after="upheld" if upheld else "wrong")
    if not upheld and one.user is not None and one.user.left_at is None:
        tell(one.user, "check.wrong", lead=_lead_of(one), now=now, day=one.day.isoformat(), card=one.is_card)


@transaction.atomic
def not_reached(drawn: CheckDraw, *, by: User, now: datetime) -> bool:
    """Nobody answered. After fruitless tries on three days it has ended and counts nowhere: then True."""
    one = _hold(drawn)
    _refuse_ended(one)
    rung = _rung(one, by=by, now=now)
    CheckTry.objects.filter(pk=rung.pk).update(ended_at=now, outcome="unreached")
    days = {day_of(each.at, one.store.zone) for each in one.tries.filter(outcome="unreached", annulled_at=None)}
    if len(days) >= TRIES:
        CheckDraw.objects.filter(pk=one.pk).update(ended_at=now, ended_as="unreached")
    audit.record("check.judge", one, by=by, now=now, after="unreached")
    return len(days) >= TRIES


@transaction.atomic
def take_back_check(drawn: CheckDraw, *, by: User, now: datetime) -> None:
    """Take the last verdict of a check back, or the last fruitless try, until the next morning: the ring it followed still waits for what came of it."""
    one = _hold(drawn)
    last = one.tries.filter(annulled_at=None).exclude(outcome="").order_by("-ended_at", "-pk").first()
    if last is None or last.ended_at is None or (one.ended_at is not None and one.ended_at != last.ended_at):
        raise Refused(_("It was taken back already."))
    morning = datetime.combine(day_of(last.ended_at, one.store.zone) + timedelta(days=1), MORNING, one.store.zone)
    if last.by_id != by.pk or now >= morning:
        raise Refused(_("A check is taken back by whoever wrote it, until the next morning."))
    standing = {"at": last.ended_at, "by": by}
    told = CardCheck.objects.filter(lead=one.lead, **standing) if one.lead else VisitCheck.objects.filter(visit=one.visit, **standing)
    told.update(**taken_back(by=by, now=now))
    CheckTry.objects.filter(pk=last.pk).update(ended_at=None, outcome="")
    before, was_wrong = one.ended_as, one.ended_as == "wrong"
    CheckDraw.objects.filter(pk=one.pk).update(ended_at=None, ended_as="")
    audit.record("check.take_back", one, by=by, now=now, before=before or "unreached")
    if was_wrong and one.user is not None and one.user.left_at is None:
        tell(one.user, "check.withdrawn", lead=_lead_of(one), now=now, day=one.day.isoformat(), card=one.is_card)


def _lead_of(one: CheckDraw) -> Lead | None:
    return one.lead or (one.visit.lead if one.visit else None)


def _hold(drawn: CheckDraw) -> CheckDraw:
    rows = CheckDraw.objects.select_for_update(of=("self",)).select_related("store", "lead__store", "visit__lead__store", "visit__store", "user")
    return rows.get(pk=drawn.pk)


def _refuse_ended(one: CheckDraw) -> None:
    if one.ended_at is not None:
        raise Refused(_("This check has ended: %(how)s.") % {"how": one.get_ended_as_display()})
    if one.visit is not None and one.visit.annulled_at is not None:
        raise Refused(_("It was taken back already."))


def _refuse_own(one: CheckDraw, by: User) -> None:
    if one.user_id == by.pk:
        raise Refused(_("You wrote this yourself: another leader checks it."))


def _ringing(one: CheckDraw, *, by: User, now: datetime) -> CheckTry | None:
    """The ring of today of which nothing was written yet."""
    last = one.tries.filter(by=by, outcome="", annulled_at=None).order_by("-at", "-pk").first()
    return last if last and day_of(last.at, one.store.zone) == day_of(now, one.store.zone) else None


def _rung(one: CheckDraw, *, by: User, now: datetime) -> CheckTry:
    _refuse_own(one, by)
    rung = _ringing(one, by=by, now=now)
    if rung is None:
        raise Refused(_("Dial first: a check without a ring says nothing."))
    return rung


def _refuse_without_words(one: CheckDraw, kind: str, reason: str) -> None:
    if kind not in dict(CARD_WRONGS if one.is_card else VISIT_WRONGS):
        raise Refused(_("What was not true? Choose one."), about="kind")
    if not reason.strip():
        raise Refused(_("Say in a sentence what they told you."), about="reason")
