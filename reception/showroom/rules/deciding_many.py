"""One answer for many cards of the director's list, and its way back (docs/rules/domain.md#deciding-many)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import User, taken_back
from dcc.trail import audit
from reception.models import DelayRequest, ShowroomCard, Transfer
from reception.showroom.rules.transfers import check_until, confirm_transfer, hold_transfer, refuse_transfer

MOST = 200


@dataclass(frozen=True)
class Answer:
    """Confirmed, held until a day with a reason, or refused with a reason."""

    decision: str
    until: date | None = None
    reason: str = ""


@dataclass
class Decided:
    """The cards that were decided, and why the others were not."""

    done: list[Transfer] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)


@transaction.atomic
def decide_many(transfers: Sequence[Transfer], answer: Answer, *, by: User, now: datetime) -> Decided:
    """Decide each card in the same way at the same moment; those it is too late for are left out, and said."""
    if not transfers:
        raise Refused(_("Choose the cards first."))
    if len(transfers) > MOST:
        raise Refused(_("At most %(most)s cards at once. Choose fewer.") % {"most": MOST})
    _check(answer, transfers[0], now)
    decided = Decided()
    for transfer in sorted(transfers, key=lambda one: one.card_id):
        try:
            with transaction.atomic():
                _decide(transfer, answer, by=by, now=now)
        except Refused as refusal:
            decided.missed.append(f"{transfer.card.name}: {refusal}")
        else:
            decided.done.append(transfer)
    return decided


@transaction.atomic
def take_back_decisions(transfer: Transfer, *, by: User, now: datetime) -> int:
    """Take back a hold or a refusal of one's own, with those made in the same deed; those on which somebody has built stay. Return how many."""
    said = Transfer.every.get(pk=transfer.pk)
    if said.decision not in ("held", "refused"):
        raise Refused(_("Only a hold or a refusal is taken back here."))
    rows = list(Transfer.objects.filter(store=said.store_id, by=by, decided_at=said.decided_at, decision=said.decision).order_by("card_id"))
    cards = {card.pk: card for card in ShowroomCard.objects.select_for_update(of=("self",)).filter(pk__in=[row.card_id for row in rows]).order_by("pk")}
    latest = dict(Transfer.objects.filter(card__in=cards).order_by().values_list("card").annotate(Max("pk")))
    done = [row for row in rows if cards[row.card_id].state == "open" and latest.get(row.card_id) == row.pk and _strike(row, by=by, now=now)]
    if not done:
        raise Refused(_("It was taken back already."))
    return len(done)


def _strike(row: Transfer, *, by: User, now: datetime) -> bool:
    if not Transfer.objects.filter(pk=row.pk).update(**taken_back(by=by, now=now)):
        return False
    Transfer.objects.create(store_id=row.store_id, card_id=row.card_id, listed_at=row.listed_at)
    waits = {"decided_at": None, "decided_by": None, "decision": ""}
    DelayRequest.objects.filter(card=row.card_id, decided_at=row.decided_at, decision="granted").update(**waits)
    audit.record("transfer.take_back", row, by=by, now=now, before=row.decision)
    return True


def _check(answer: Answer, one: Transfer, now: datetime) -> None:
    if answer.decision not in ("confirmed", "held", "refused"):
        raise Refused(_("Confirm, hold or refuse? Choose one."), about="decision")
    if answer.decision == "held":
        check_until(answer.until, one.store, now)
    if answer.decision != "confirmed" and not answer.reason.strip():
        raise Refused(_("Say why."), about="reason")


def _decide(transfer: Transfer, answer: Answer, *, by: User, now: datetime) -> None:
    if answer.decision == "held" and answer.until:
        hold_transfer(transfer, until=answer.until, reason=answer.reason, by=by, now=now)
    elif answer.decision == "refused":
        refuse_transfer(transfer, reason=answer.reason, by=by, now=now)
    else:
        confirm_transfer(transfer, by=by, now=now)
