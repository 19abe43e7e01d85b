"""The cards that are not on the director's list, and by which limit they come onto it."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Exists, OuterRef

from dcc.models import Store, StoreSetting
from dcc.store.store_settings import SETTINGS
from reception.models import ShowroomCard, Transfer
from reception.showroom.ripeness import Limit

SETTING = "transfer_after_days"


def last_hold(card: ShowroomCard) -> Transfer | None:
    """Return the last hold of a card whose transfers are all holds."""
    return max(card.transfers.all(), key=lambda transfer: transfer.pk, default=None)


def unlisted(store: Store, oldest: date) -> Iterable[ShowroomCard]:
    """Return the open cards old enough that are not on the list and were not refused."""
    stands = Transfer.objects.filter(card=OuterRef("pk"), decision__in=["", "refused", "confirmed"])
    cards = ShowroomCard.objects.open().filter(~Exists(stands), store=store, card_date__lte=oldest)
    return cards.prefetch_related("transfers").order_by("card_date", "id")


def limits_of(store: Store, now: datetime) -> list[Limit]:
    """Return the limits of a store up to now, the oldest first."""
    rows = StoreSetting.objects.filter(store=store, name=SETTING, valid_from__lte=now).order_by("valid_from", "id")
    born = datetime(1970, 1, 1, tzinfo=store.zone)
    return [Limit(born, SETTINGS[SETTING].default), *(Limit(row.valid_from, row.value) for row in rows)]
