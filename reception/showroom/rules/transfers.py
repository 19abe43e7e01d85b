"""The director's daily list of ripe showroom cards, and their way into DCC's pool (docs/rules/domain.md#transfer)."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import Store, User
from dcc.notices.telling import tell
from dcc.reckoning.clock import day_of, start_of
from dcc.store.store_defaults import TRANSFERRED
from dcc.trail import audit
from leads.channels.rules.channels import channel_of
from leads.intake.arrival import Arrival
from leads.intake.rules.collecting import collect_one, hold_door
from leads.models import Lead
from reception.models import ShowroomCard, Transfer
from reception.showroom.ripeness import Card, listed_at
from reception.showroom.unlisted import last_hold, limits_of, unlisted

LONGEST = timedelta(days=366)


def list_ripe(*, now: datetime) -> int:
    """Put every ripe card of every store onto its director's list, with the morning on which it belonged there. Return how many. Safe to run twice."""
    return sum(_list_ripe_of(store, now=now) for store in Store.objects.order_by("code"))


@transaction.atomic
def confirm_transfer(transfer: Transfer, *, by: User, now: datetime) -> Lead:
    """The director gives a card to DCC: it is in the pool in the same transaction, its inquiry of this moment and of the source transfer.

    Where DCC has the number open already, the transfer becomes an inquiry of that lead, which counts as transferred from now on. Refused if it was
    decided before us, if the showroom closed the card meanwhile, or if the customer asked not to be called.
    """
    hold_door(transfer.store)
    card = _decide(transfer, decision="confirmed", by=by, now=now)
    ShowroomCard.objects.filter(pk=card.pk).update(state="transferred", closed_at=now)
    kept = {"consultant": card.consultant, "card_date": card.card_date.isoformat()}
    kept |= {"last_contact": card.last_contact_at.isoformat()} if card.last_contact_at else {}
    kept |= {name: said for name, said in (("tried", card.tried), ("promised", card.promised)) if said}
    arrival = Arrival(phone=card.phone, name=card.name, model=card.model, received_at=now, extra=kept)
    channel = channel_of(transfer.store, "transfer", born=TRANSFERRED)
    collected = collect_one(transfer.store, arrival, channel=channel, by=by, now=now)
    if collected.lead is None:
        raise Refused(_("%(name)s asked not to be called. The card stays with the showroom: refuse it.") % {"name": card.name})
    Transfer.objects.filter(pk=transfer.pk).update(lead=collected.lead)
    audit.record("transfer.confirm", transfer, by=by, now=now, lead=collected.lead.pk)
    return collected.lead


@transaction.atomic
def hold_transfer(transfer: Transfer, *, until: date, reason: str, by: User, now: datetime) -> None:
    """The director leaves a card with the showroom until a day, with a reason; that morning it returns."""
    check_until(until, transfer.store, now)
    _check_reason(reason)
    _decide(transfer, decision="held", until=start_of(until, transfer.store.zone), reason=reason, by=by, now=now)
    audit.record("transfer.hold", transfer, by=by, now=now, until=until.isoformat())


@transaction.atomic
def refuse_transfer(transfer: Transfer, *, reason: str, by: User, now: datetime) -> None:
    """The director leaves a card with the showroom for good, with a reason."""
    _check_reason(reason)
    _decide(transfer, decision="refused", reason=reason, by=by, now=now)
    audit.record("transfer.refuse", transfer, by=by, now=now)


def _decide(transfer: Transfer, *, decision: str, by: User, now: datetime, until: datetime | None = None, reason: str = "") -> ShowroomCard:
    """Write the answer once; of two at the same moment the second is refused."""
    card = ShowroomCard.objects.select_for_update(of=("self",)).get(pk=transfer.card_id)
    if card.state != "open":
        raise Refused(_("The showroom closed this card meanwhile."))
    undecided = Transfer.objects.filter(pk=transfer.pk, decided_at=None)
    if not undecided.update(decided_at=now, decision=decision, by=by, until=until, reason=reason[:200]):
        raise Refused(_("%(name)s was decided already.") % {"name": card.name})
    return card


def check_until(until: date | None, store: Store, now: datetime) -> None:
    """Refuse a hold without a day ahead, or with one beyond a year."""
    today = day_of(now, store.zone)
    if until is None or until <= today:
        raise Refused(_("Until when? Choose a day ahead."), about="until")
    if until > today + LONGEST:
        raise Refused(_("At most a year ahead."), about="until")


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Say why."))


def _list_ripe_of(store: Store, *, now: datetime) -> int:
    limits = limits_of(store, now)
    oldest = day_of(now, store.zone) - timedelta(days=min(limit.days for limit in limits))
    fresh = []
    for card in unlisted(store, oldest):
        last = last_hold(card)
        moment = listed_at(Card(card.card_date, card.entered_at, last.until if last else None), limits, zone=store.zone, now=now)
        if moment is not None:
            fresh.append(Transfer(store=store, card=card, listed_at=moment))
    with transaction.atomic():
        Transfer.objects.bulk_create(fresh, ignore_conflicts=True)
        if fresh:
            _tell_director(store, fresh)
    return len(fresh)


def _tell_director(store: Store, fresh: list[Transfer]) -> None:
    for director in User.objects.of_store(store).employed().with_role("director"):
        tell(director, "transfer.listed", now=max(transfer.listed_at for transfer in fresh), count=len(fresh))
