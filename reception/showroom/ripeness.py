"""When a showroom card comes onto the director's list. Knows no database and no clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MORNING = time(8)  # the list is made at eight in the morning of the store


@dataclass(frozen=True, slots=True)
class Card:
    """A card in the showroom's hand. `entered_at` None: known since its own day. `held_until`: it was held, and returns then."""

    card_date: date
    entered_at: datetime | None = None
    held_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """How many days without a sale make a card ripe, valid from a moment."""

    valid_from: datetime
    days: int


def listed_at(card: Card, limits: Sequence[Limit], *, zone: ZoneInfo, now: datetime) -> datetime | None:
    """Return the first morning, up to `now`, on which this card belonged on the list; None if there was none yet.

    `limits` oldest first; the first holds for the time before it, too. The limit of each morning judges that morning.
    """
    day = card.card_date + timedelta(days=min(limit.days for limit in limits))
    if card.entered_at:
        day = max(day, card.entered_at.astimezone(zone).date())
    if card.held_until:
        day = max(day, card.held_until.astimezone(zone).date())
    while (morning := datetime.combine(day, MORNING, zone)) <= now:
        known = card.entered_at is None or card.entered_at <= morning
        returned = card.held_until is None or card.held_until <= morning
        if known and returned and (day - card.card_date).days >= _limit(limits, morning):
            return morning
        day += timedelta(days=1)
    return None


def _limit(limits: Sequence[Limit], moment: datetime) -> int:
    valid = [limit.days for limit in limits if limit.valid_from <= moment]
    return valid[-1] if valid else limits[0].days
