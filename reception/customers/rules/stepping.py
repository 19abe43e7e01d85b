"""What was done with a group, step by step (试驾, 报价, 洽谈, 置换评估, 金融); test drive and quote of the visit follow (docs/rules/domain.md#steps)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from calls.appointments.rules.promising import keep_promise, untick
from calls.models import Promise
from dcc.errors import Refused
from dcc.models import User, taken_back
from dcc.models.annulled import hold_standing
from dcc.trail import audit
from reception.door.rules.taking_back import adjustment
from reception.door.rules.visits import hold_lead_of
from reception.models import Step, Visit

PRICES = (Decimal("0.5"), Decimal(300))  # ten thousand yuan: what a car costs; anything else is asked about
LONGEST_DRIVE = 240  # minutes
FLAGS = {"test_drive": "test_drive", "quote": "quoted"}  # by kind of step what the visit says of it
ANSWERS = {  # by kind of step the kind of promise it answers, and the words that name it in one of another kind
    "test_drive": ("test_car", ("试驾", "试乘")),
    "quote": ("price", ("报价", "价格", "落地")),
    "trade_in": ("", ("置换", "评估", "旧车")),
    "finance": ("", ("贷款", "月供", "金融", "首付")),
}


@dataclass(frozen=True)
class Done:
    """One step as it is said. `at`: when it began; None: it has just ended, or ended when they left. `minutes`: how long a drive took."""

    kind: str
    at: datetime | None = None
    what: str = ""
    minutes: int | None = None
    mileage: Decimal | None = None
    amount: Decimal | None = None
    total: Decimal | None = None
    wanted: Decimal | None = None
    token: UUID | None = None


def is_odd(done: Done) -> bool:
    """Whether a price of this step is no usual one of a car: it is asked about."""
    prices = [price for price in (done.amount, done.total) if price is not None] if done.kind == "quote" else []
    return any(not PRICES[0] <= price <= PRICES[1] for price in prices)


def answers(kind: str, promise: Promise) -> bool:
    """Whether a step of this kind may be what was promised: it offers the tick."""
    of_kind, words = ANSWERS.get(kind, ("", ()))
    return promise.kind == of_kind or any(word in promise.text for word in words)


@transaction.atomic
def take_step(visit: Visit, done: Done, *, keeps: Collection[Promise] = (), instead: Step | None = None, by: User, now: datetime) -> Step:
    """Note a step of a DCC visit, and tick the promises it answers, `keeps`. `instead`: the step it corrects, which is taken back.

    Refused before the arrival, ahead of now and after they left; for a quote without an amount. The same token twice is one step.
    """
    visit = _hold(visit)
    if done.token and (same := Step.every.filter(token=done.token).first()):
        return same
    if visit.tag != "dcc":
        raise Refused(_("This is the showroom's visit."))
    if done.kind == "quote" and done.amount is None:
        raise Refused(_("Say which price."), about="amount")
    at = _moment(visit, done, now)
    if instead is not None:
        _take_back(instead, visit, reason=_("corrected"), by=by, now=now)
        visit.refresh_from_db()
    steps = Step.objects.filter(visit=visit, kind=done.kind)
    stood, former = _without_steps(visit, done.kind, is_first=not steps.exists())
    said = {name: getattr(done, name) for name in ("kind", "what", "minutes", "mileage", "amount", "total", "wanted", "token")}
    step = Step.objects.create(store_id=visit.store_id, visit=visit, at=at, logged_at=now, by=by, stood=stood, former=former, **said)
    write_seen(visit, done.kind)
    before: dict[str, Any] = {"before": _kept(instead)} if instead is not None else {}
    audit.record("step.correct" if instead else "step.take", visit, by=by, now=now, step=done.kind, after=_kept(step), **before)
    for promise in keeps:
        keep_promise(promise, by=by, now=now)
    return step


@transaction.atomic
def annul_step(step: Step, *, by: User, now: datetime) -> Step:
    """Take back a step that was none, and the ticks that came with it; what it says of the visit goes, unless the visit said so without it."""
    visit = _hold(step.visit)
    found = _take_back(step, visit, reason="", by=by, now=now)
    for promise in Promise.objects.filter(appointment=visit.appointment_id, kept_at=found.logged_at, ticked_by=by):
        untick(promise, by=by, now=now)
    audit.record("step.annul", visit, by=by, now=now, step=found.kind, before=_kept(found), **adjustment(visit.store, found.at))
    return found


def write_seen(visit: Visit, kind: str) -> None:
    """Write what the visit says of a test drive or a quote, as its steps stand now."""
    if kind not in FLAGS:
        return
    steps = list(Step.objects.filter(visit=visit, kind=kind).order_by("at", "id"))
    first = Step.every.filter(visit=visit, kind=kind).order_by("logged_at", "id").first()
    stood = first is not None and first.stood
    wanted: dict[str, Any] = {FLAGS[kind]: bool(steps) or stood}
    if kind == "quote":
        wanted["quote"] = steps[-1].amount if steps else (first.former if first and stood else None)
    Visit.every.filter(pk=visit.pk).update(**wanted)


def _hold(visit: Visit) -> Visit:
    hold_lead_of(visit)
    held = Visit.objects.select_for_update(of=("self",)).filter(pk=visit.pk).first()
    if held is None:
        raise Refused(_("This registration was taken back."))
    return held


def _moment(visit: Visit, done: Done, now: datetime) -> datetime:
    last = min(now, visit.left_at) if visit.left_at else now
    length = timedelta(minutes=done.minutes or 0)
    if done.minutes is not None and not 0 < done.minutes <= LONGEST_DRIVE:
        raise Refused(_("A drive takes 1 to %(most)d minutes.") % {"most": LONGEST_DRIVE}, about="ended")
    at = done.at or max(last - length, visit.at)
    said = {"time": f"{visit.at.astimezone(visit.store.zone):%H:%M}"}
    if at < visit.at:
        raise Refused(_("They came at %(time)s. Choose a later time.") % said, about="started")
    if at + length > now:
        raise Refused(_("This time lies ahead."), about="ended")
    if at + length > last:
        raise Refused(_("They left at %(time)s. Choose an earlier time.") % {"time": f"{last.astimezone(visit.store.zone):%H:%M}"}, about="ended")
    return at


def _without_steps(visit: Visit, kind: str, *, is_first: bool) -> tuple[bool, Decimal | None]:
    """Whether the visit says so without a step, and which price: asked where its first one is noted, kept by each."""
    if kind not in FLAGS:
        return False, None
    earlier = Step.every.filter(visit=visit, kind=kind).order_by("logged_at", "id").first()
    if earlier is not None:
        return earlier.stood, earlier.former
    stood = is_first and getattr(visit, FLAGS[kind])
    return stood, visit.quote if stood and kind == "quote" else None


def _take_back(step: Step, visit: Visit, *, reason: str, by: User, now: datetime) -> Step:
    found = hold_standing(Step.every, step.pk)
    if by.pk not in {found.by_id, visit.reception_id, visit.lead and visit.lead.reception_id} and "leader" not in by.roles:
        raise Refused(_("This is taken back by whoever did it."))
    Step.objects.filter(pk=found.pk).update(**taken_back(by=by, now=now, reason=reason))
    write_seen(visit, found.kind)
    return found


def _kept(step: Step | None) -> dict[str, str]:
    """Return what the trail keeps of a step: moment and amounts, no words."""
    if step is None:
        return {}
    said = {"began": step.at.isoformat(), "drive_minutes": step.minutes, "amount": step.amount, "on_the_road": step.total, "wanted": step.wanted}
    return {name: str(value) for name, value in said.items() if value is not None}
