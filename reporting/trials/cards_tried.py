"""When showroom cards would have come onto the director's list by another limit (docs/rules/domain.md#rule-trials). Knows no database and no clock."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from reception.showroom.ripeness import Card, Limit, listed_at


@dataclass(frozen=True, slots=True)
class ListedCard:
    """A card, when the showroom closed it, and the first morning on which it stood on the list."""

    id: int
    card_date: date
    entered_at: datetime | None
    closed_at: datetime | None
    listed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Span:
    """A period of a store: [start, end)."""

    start: datetime
    end: datetime
    zone: ZoneInfo


def tried(card: ListedCard, limits: list[Limit], days: int, span: Span) -> datetime | None:
    """Return the first morning of the period on which a card had stood on the list by a limit of so many days; None: not within it.

    What stood there before the period, and what the limits of then do not explain, stays as it was.
    """
    stands = card.listed_at if card.listed_at is not None and card.listed_at < span.end else None
    before = card.listed_at is not None and card.listed_at < span.start
    if before or _first(card, limits, span) != stands:
        return stands
    earlier = [limit for limit in limits if limit.valid_from < span.start]
    return _first(card, [*earlier, Limit(span.start, days)], span)


def _first(card: ListedCard, limits: list[Limit], span: Span) -> datetime | None:
    morning = listed_at(Card(card.card_date, card.entered_at), limits, zone=span.zone, now=span.end)
    if morning is None or morning >= span.end or (card.closed_at is not None and card.closed_at <= morning):
        return None
    return morning
