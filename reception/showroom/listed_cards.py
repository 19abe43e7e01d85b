"""The showroom's cards as persons that may leave: the list its page shows, of all or one consultant (docs/rules/trust.md#exports)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dcc.database.bulk import chunked
from dcc.frame.paging import address_of
from dcc.models import User
from dcc.reckoning.clock import day_of
from leads.sockets import Listed, Person, PersonList
from reception.models import ShowroomCard, Transfer
from reception.showroom.narrowing import LISTS, rows_of_list

CARD_COLUMNS = {
    "model": gettext_lazy("Car model"),
    "consultant": gettext_lazy("Consultant"),
    "card_date": gettext_lazy("Carded on"),
    "days": gettext_lazy("Days"),
    "last_contact": gettext_lazy("Last contact"),
    "decision": gettext_lazy("Decision"),
}


def find(user: User, params: Any, now: datetime, most: int) -> Listed:
    """Return the cards of the list an address asks for, in its order, `most` at most."""
    name = params.get("list", "")
    name = name if name in LISTS else next(iter(LISTS))
    consultant = params.get("consultant", "")
    rows = rows_of_list(user, name, {"consultant": consultant}, now)
    keys = rows.values_list("pk" if name == "cards" else "card_id", flat=True)[:most]
    said = {_("List"): str(LISTS[name])}
    if consultant and name == "waiting":
        said[_("Consultant")] = consultant
    return Listed(list(dict.fromkeys(keys)), {"list": name}, said, address_of(params))


def lines(user: User, keys: list[int], codes: list[str], now: datetime) -> Iterator[Person]:
    """Yield these cards as far as this person sees them now, in the order of the keys."""
    today = day_of(now, user.own_store.zone)
    for part in chunked(keys):
        cards = ShowroomCard.objects.visible_to(user).in_bulk(list(part))
        decided = Transfer.objects.visible_to(user).filter(card__in=cards).order_by("listed_at", "id") if "decision" in codes else []
        said = {one.card_id: one.get_decision_display() for one in decided}
        for card in (cards[key] for key in part if key in cards):
            last = localtime(card.last_contact_at, user.own_store.zone).date() if card.last_contact_at else ""
            facts = {"days": (today - card.card_date).days, "last_contact": last, "decision": said.get(card.pk, "")}
            yield Person(card, card.name, card.phone, tuple(facts[code] if code in facts else getattr(card, code) for code in codes))


LISTED_CARDS = PersonList(gettext_lazy("Transfers"), "transfers", "transfer.see", CARD_COLUMNS, find, lines)
