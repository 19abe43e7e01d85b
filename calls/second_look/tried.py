"""The tries of second looks: calls of nobody, and calls all the same for whoever was on the telephone (docs/rules/domain.md#second-look)."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from calls.desk.beginnings import Span
from calls.models import SecondLook
from dcc.database.prepared import prepared
from dcc.reckoning.clock import day_of


def begun_at(one: dict) -> datetime:
    """Return when a try began."""
    return datetime.fromisoformat(one["at"])


def tries_between(agent: int, since: datetime, until: datetime) -> Iterator[Span]:
    """Yield the tries of a person begun in a half-open range, but the one that is a call of the lead it opened. One query."""
    for tries, outcome in _tried(agent, since):
        for one in tries:
            is_a_call = outcome == "again" and one["outcome"] == "connected"
            if "annulled_at" not in one and not is_a_call and since <= begun_at(one) < until:
                yield Span(begun_at(one), one["seconds"], one["outcome"] == "connected")


@prepared
def _tried(agent, since):
    return SecondLook.objects.filter(agent=agent, tried_at__gte=since).order_by("at", "id").values_list("tries", "outcome")


def days_tried(look: SecondLook, zone: ZoneInfo) -> set[date]:
    """Return the days on which a look was tried."""
    return {day_of(begun_at(one), zone) for one in look.standing_tries}
