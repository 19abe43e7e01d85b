"""Requests: what somebody may propose of a lead and another decides, while the lead stays in its owner's hands (docs/rules/trust.md#duties)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import User
from dcc.notices.telling import tell
from dcc.trail import audit
from leads.customer.rules.changing import correct_number, numbers_to_write
from leads.customer.rules.locking import hold_open
from leads.grading.rules.deciding_applications import decide, refuse_own
from leads.models import Lead, Request

DECIDES = {"number": ("data_manager", "leader"), "release": ("director",)}  # whom a request is told to: the first role that has people


@transaction.atomic
def make_request(lead: Lead, *, kind: str, reason: str, by: User, now: datetime, **numbers: str) -> Request:
    """Propose something of an open lead; whoever decides it is told. Refused without a reason, and where the same is proposed already."""
    lead = hold_open(lead)
    if not reason.strip():
        raise Refused(_("Say why."))
    if Request.objects.waiting(kind).filter(lead=lead).exists():
        raise Refused(_("The same is proposed already. Wait for its answer, or withdraw it."))
    request = Request.objects.create(store_id=lead.store_id, lead=lead, kind=kind, by=by, at=now, reason=reason[:200], **numbers)
    audit.record("request.make", lead, by=by, now=now, after=kind)
    for person in _deciders(lead, kind):
        if person.pk != by.pk:
            tell(person, "request.made", lead=lead, now=now, kind=kind)
    return request


def _deciders(lead: Lead, kind: str) -> list[User]:
    for role in DECIDES[kind]:
        if people := list(User.objects.of_store(lead.store).employed().with_role(role)):
            return people
    return []


@transaction.atomic
def request_number(lead: Lead, *, number: str = "", second: str = "", reason: str, by: User, now: datetime) -> Request:
    """Propose the number a customer told on the phone: nothing changes until it is confirmed. Refused as the correction itself would be."""
    wanted = numbers_to_write(lead, number=number, second=second)
    told = {"number": wanted.get("phone", ""), "second": wanted.get("second_phone", "")}
    return make_request(lead, kind="number", reason=reason, by=by, now=now, **told)


@transaction.atomic
def confirm_number(request: Request, *, by: User, now: datetime) -> bool:
    """Write the number that was proposed. False if it was decided before us. Refused for one's own, unless nobody else could."""
    alone = refuse_own(request, roles=DECIDES["number"], by=by)
    if not confirm_request(request, by=by, now=now, alone=alone):
        return False
    correct_number(request.lead, number=request.number, second=request.second, by=by, now=now)
    return True


def confirm_request(request: Request, *, answer: str = "", alone: bool = False, by: User, now: datetime) -> bool:
    """Write that a request is granted and tell who made it; what it asks for is the caller's to do. False if it was decided before us."""
    if not decide(request, decision="confirmed", answer=answer, by=by, now=now):
        return False
    detail: dict[str, Any] = {"kind": request.kind} | ({"alone": True} if alone else {})
    audit.record("request.confirm", request.lead, by=by, now=now, **detail)
    _tell(request, "confirmed", by=by, now=now)
    return True


@transaction.atomic
def reject_request(request: Request, *, answer: str, by: User, now: datetime) -> bool:
    """Refuse what was proposed, with a reason; whoever proposed it is told. False if it was decided before us."""
    if not answer.strip():
        raise Refused(_("Say why."))
    if not decide(request, decision="rejected", answer=answer, by=by, now=now):
        return False
    audit.record("request.reject", request.lead, by=by, now=now, kind=request.kind)
    _tell(request, "rejected", by=by, now=now)
    return True


def _tell(request: Request, decision: str, *, by: User, now: datetime) -> None:
    if request.by is not None and request.by_id != by.pk:
        tell(request.by, "request.answered", lead=request.lead, now=now, kind=request.kind, decision=decision)


@transaction.atomic
def withdraw_request(request: Request, *, by: User, now: datetime) -> bool:
    """Take back what one proposed. False if it was decided before. Refused for somebody else's."""
    if request.by_id != by.pk:
        raise Refused(_("Only who proposed it withdraws it."))
    withdrawn = decide(request, decision="withdrawn", by=by, now=now)
    if withdrawn:
        audit.record("request.withdraw", request.lead, by=by, now=now, kind=request.kind)
    return withdrawn
