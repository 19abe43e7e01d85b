"""Objections to a line of a month's statement, and the leader's answers (docs/rules/domain.md#objections). Text and answer stay; no amount is typed."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.errors import Changed, Refused
from dcc.models import Store, User
from dcc.notices.telling import tell
from dcc.trail import audit
from leads.intake.rules.collecting import hold_door
from reporting.models import Closing, Objection
from reporting.models.objection import CHANGED, KEPT, WITHDRAWN
from reporting.rewards.event_places import Place, line_name, row_of
from reporting.rewards.month_pay import Pay, pay_of
from reporting.rewards.months_done import Done
from reporting.rewards.who_answers import answering, why_not

LONGEST = 300
RAISED, ANSWERED, MOVED = "objection.raised", "objection.answered", "objection.moved"


@transaction.atomic
def object_to(store: Store, month: date, role: str, place: Place, *, text: str, by: User, now: datetime) -> Objection:
    """Object to a line of one's own month: one that counts for me shall fall out, one that does not shall count. What waits for its answer is left as it is.

    A month is objected to once it is closed; once it is frozen, what an answer changes is a correction in a later month.
    """
    if not text.strip():
        raise Refused(_("Say what is wrong with it."), about="text")
    hold_door(store)
    period = f"{month:%Y-%m}"
    if not Closing.objects.of(store, "month", period).exists():
        raise Refused(_("%(month)s is not closed yet.") % {"month": period})
    pay = next((one for one in pay_of(store, month, corrects=False).pays if (one.role, one.person.pk) == (role, by.pk)), None)
    found = _line_of(pay, place) if pay else None
    if found is None:
        raise Changed(_("This line is not there any more."))
    done, counts = found
    event: dict[str, Any] = {"measure": place[0], "lead_id": done.lead, f"{row_of(place[0])}_id": place[1]}
    facts = {"store": store, "month": month, "role": role, "user": by, **event}
    if waiting := Objection.objects.filter(**facts).unanswered().first():
        return waiting
    objection = Objection.objects.create(**facts, counts=counts, text=text.strip()[:LONGEST], at=now)
    audit.record("objection.make", objection.lead, by=by, now=now, month=period, measure=place[0])
    for person in answering(by):
        tell(person, RAISED, now=now, month=period, user=by.pk, username=by.username, line=line_name(role, place))
    return objection


def _line_of(pay: Pay, place: Place) -> tuple[Done, bool] | None:
    """Return the event of a line, and what an objection to it asks for: that it counts, or that it falls out."""
    for one in pay.done:
        if one.place == place:
            return one, bool(one.event.unpaid)
    return next(((one.done, True) for one in pay.aside if one.done.place == place), None)


@transaction.atomic
def withdraw_objection(store: Store, key: int, *, by: User, now: datetime) -> None:
    """Take one's own objection back, as long as nobody has answered it; it stays, as withdrawn. Pressed again it is left as it is."""
    hold_door(store)
    objection = _one(store, key)
    if objection.user_id != by.pk:
        raise Changed(_("This objection is not there any more."))
    if objection.decision == WITHDRAWN:
        return
    if objection.decision:
        raise Changed(_("It was answered meanwhile."))
    _decide(objection, WITHDRAWN, "", by, now)
    audit.record("objection.withdraw", objection.lead, by=by, now=now, month=f"{objection.month:%Y-%m}", measure=objection.measure)


@transaction.atomic
def answer_objection(store: Store, key: int, *, changes: bool, answer: str, by: User, now: datetime) -> None:
    """Answer an objection: change, by which the event counts or falls out, or leave it; either with a reason. The first answer stays.

    Whoever the event falls away from is told at once, before the month is frozen.
    """
    if not answer.strip():
        raise Refused(_("Say why."), about="answer")
    hold_door(store)
    objection, decision = _one(store, key), CHANGED if changes else KEPT
    if refused := why_not(objection, by):
        raise Refused(refused, about="answer")
    if objection.decision == decision and objection.answered_by_id == by.pk and objection.answer == answer.strip()[:LONGEST]:
        return
    if objection.decision:
        raise Changed(_("It was answered meanwhile."))
    had = _holder(objection) if changes and objection.counts else None
    _decide(objection, decision, answer.strip()[:LONGEST], by, now)
    said: dict[str, Any] = {"month": f"{objection.month:%Y-%m}", "measure": objection.measure}
    audit.record("objection.change" if changes else "objection.keep", objection.lead, by=by, now=now, **said, user=objection.user_id)
    line = line_name(objection.role, (objection.measure, getattr(objection, f"{row_of(objection.measure)}_id")))
    if objection.user.left_at is None:
        tell(objection.user, ANSWERED, now=now, month=said["month"], changes=changes, line=line)
    if had is not None and had.pk != objection.user_id and had.left_at is None:
        tell(had, MOVED, lead=objection.lead, now=now, month=said["month"], user=objection.user_id, line=line)


def _one(store: Store, key: int) -> Any:
    objection = Objection.objects.filter(store=store, pk=key).select_related("lead", "user").first()
    if objection is None:
        raise Changed(_("This objection is not there any more."))
    return objection


def _decide(objection: Any, decision: str, answer: str, by: User, now: datetime) -> None:
    """Write what became of an objection, once: of two answers at once the first holds."""
    facts = {"decision": decision, "answer": answer, "answered_at": now, "answered_by": by}
    if not Objection.objects.filter(pk=objection.pk).unanswered().update(**facts):
        raise Changed(_("It was answered meanwhile."))


def _holder(objection: Any) -> User | None:
    """For whom the event counts now in this post."""
    place = (objection.measure, getattr(objection, f"{row_of(objection.measure)}_id"))
    pays = pay_of(objection.store, objection.month, corrects=False).pays
    return next((pay.person for pay in pays if pay.role == objection.role for one in pay.done if one.place == place), None)
