"""A consultant asks for delay of a card on the list, once; the director decides (docs/rules/domain.md#delay)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import User, taken_back
from dcc.notices.telling import tell
from dcc.reckoning.clock import day_of
from dcc.trail import audit
from reception.models import DelayRequest, ShowroomCard, Transfer
from reception.showroom.rules.transfers import hold_transfer

MOST_DAYS = 15


@transaction.atomic
def ask_delay(transfer: Transfer, *, days: int, reason: str, by: User, now: datetime) -> DelayRequest:
    """The desk enters what a consultant asks: so many days more, and why. Once a card, while it stands on the list; the director is told."""
    card = ShowroomCard.objects.select_for_update(of=("self",)).get(pk=transfer.card_id)
    if not 1 <= days <= MOST_DAYS:
        raise Refused(_("From 1 to %(most)s days.") % {"most": MOST_DAYS}, about="days")
    if not reason.strip():
        raise Refused(_("Say why."), about="reason")
    if card.state != "open" or not Transfer.objects.filter(pk=transfer.pk, decided_at=None).exists():
        raise Refused(_("%(name)s stands on the list no more.") % {"name": card.name})
    if DelayRequest.objects.filter(card=card).exists():
        raise Refused(_("A delay was asked for %(name)s before: once a card.") % {"name": card.name})
    request = DelayRequest.objects.create(store_id=card.store_id, card=card, by=by, at=now, days=days, reason=reason.strip()[:200])
    audit.record("delay.ask", card, by=by, now=now, after=days)
    for director in User.objects.of_store(transfer.store).employed().with_role("director"):
        tell(director, "transfer.delay", now=now, name=card.name, days=days)
    return request


@transaction.atomic
def take_back_delay(request: DelayRequest, *, by: User, now: datetime) -> None:
    """Take back what one entered oneself, until the director has decided."""
    card = ShowroomCard.objects.select_for_update(of=("self",)).get(pk=request.card_id)
    mine = DelayRequest.objects.filter(pk=request.pk, by=by, decided_at=None)
    if not mine.update(**taken_back(by=by, now=now)):
        raise Refused(_("%(name)s was decided already.") % {"name": card.name})
    audit.record("delay.take_back", card, by=by, now=now, before=request.days)


@transaction.atomic
def grant_delay(request: DelayRequest, *, by: User, now: datetime) -> Transfer:
    """The director grants it: the card is held for the days asked, with the reason given. Where they are over meanwhile, until tomorrow."""
    held = _waiting(request)
    transfer = Transfer.objects.select_related("store").get(card=held.card_id, decided_at=None)
    until = max(held.until, day_of(now, transfer.store.zone) + timedelta(days=1))
    hold_transfer(transfer, until=until, reason=held.reason, by=by, now=now)
    _answer(held, "granted", "", by=by, now=now)
    return transfer


@transaction.atomic
def reject_delay(request: DelayRequest, *, answer: str, by: User, now: datetime) -> None:
    """The director does not grant it, and says why; the card stays on the list."""
    if not answer.strip():
        raise Refused(_("Say why."), about="reason")
    _answer(_waiting(request), "rejected", answer, by=by, now=now)


def _waiting(request: DelayRequest) -> DelayRequest:
    """Return the request as it stands now, its card held still. Refused where it waits no more."""
    card = ShowroomCard.objects.select_for_update(of=("self",)).get(pk=request.card_id)
    held = DelayRequest.objects.waiting().filter(pk=request.pk).select_related("store").first()
    if held is None:
        raise Refused(_("%(name)s was decided already.") % {"name": card.name})
    return held


def _answer(request: DelayRequest, decision: str, answer: str, *, by: User, now: datetime) -> None:
    said = {"decision": decision, "answer": answer.strip()[:200], "decided_at": now, "decided_by": by}
    if not DelayRequest.objects.filter(pk=request.pk, decided_at=None).update(**said):
        raise Refused(_("It was decided already."))
    audit.record("delay.answer", request.card, by=by, now=now, after=decision)
