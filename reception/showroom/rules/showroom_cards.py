"""The showroom's cards, kept by the front desk (docs/rules/domain.md#showroom-cards)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import Store, User
from dcc.reckoning.clock import day_of
from dcc.trail import audit
from leads.intake.phones import tail
from leads.numbers.rules.blocking import refuse_blocked
from reception.given.rules.hearing import note_of_card
from reception.models import ShowroomCard


@dataclass(frozen=True)
class CardFacts:
    """What a card says."""

    phone: str
    name: str
    model: str
    consultant: str
    card_date: date
    last_contact_at: datetime | None = None
    tried: str = ""
    promised: str = ""


@transaction.atomic
def add_card(store: Store, facts: CardFacts, *, by: User, now: datetime) -> ShowroomCard:
    """Write a card of the showroom. Refused where the number has an open card already, and for a day that lies ahead, and for whoever asked to be forgotten."""
    Store.objects.select_for_update(no_key=True).get(pk=store.pk)
    _check(store, facts, now)
    refuse_blocked(store, facts.phone)
    other = ShowroomCard.objects.open().filter(store=store, phone=facts.phone).first()
    if other is not None:
        raise Refused(_("This number has an open card already: %(name)s, %(consultant)s.") % {"name": other.name, "consultant": other.consultant})
    card = ShowroomCard.objects.create(store=store, phone_tail=tail(facts.phone), entered_at=now, by=by, **vars(facts))
    audit.record("showroom_card.add", card, by=by, now=now)
    return card


@transaction.atomic
def change_card(card: ShowroomCard, facts: CardFacts, *, by: User, now: datetime) -> bool:
    """Correct what an open card says; its number stays. False if nothing differs."""
    card = ShowroomCard.objects.select_for_update(of=("self",)).get(pk=card.pk)
    _check(card.store, facts, now)
    if card.state != "open":
        raise Refused(_("This card is closed."))
    after = {name: value for name, value in vars(facts).items() if name != "phone"}
    changed = [name for name, value in after.items() if getattr(card, name) != value]
    if changed:
        ShowroomCard.objects.filter(pk=card.pk).update(**after)
        audit.record("showroom_card.change", card, by=by, now=now, after=changed)
    return bool(changed)


@transaction.atomic
def close_card(card: ShowroomCard, *, state: str, by: User, now: datetime) -> bool:
    """The showroom sold to this customer, or lost them. False if it stands so already.

    A transferred card that the showroom sells keeps its transfer: it stands on the data manager's list, sold behind DCC's back.
    """
    if state not in {"sold", "lost"}:
        raise ValueError(state)
    closed = ShowroomCard.objects.filter(pk=card.pk, state__in=["open", "transferred"]).update(state=state, closed_at=now)
    if closed:
        audit.record("showroom_card.close", card, by=by, now=now, before=card.state, after=state)
        note_of_card(card, state, by=by, now=now)
    return bool(closed)


def _check(store: Store, facts: CardFacts, now: datetime) -> None:
    if facts.card_date > day_of(now, store.zone):
        raise Refused(_("The day of the card lies ahead."))
