"""The settings a trial may change: each visit is judged by those valid at its arrival, but for what is tried (docs/rules/domain.md#rule-trials)."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dcc.models import Store, StoreSetting
from dcc.store.store_settings import SETTINGS
from reception.door.attribution import Window
from reception.showroom.ripeness import Limit

WINDOW = ("attribution_days_before", "attribution_days_after", "transferred_for_days")
CARDS = "transfer_after_days"
TRIED = (*WINDOW, CARDS)
BORN = datetime.fromisoformat("1970-01-01T00:00+00:00")


@dataclass(frozen=True)
class InForce:
    """What was ever set of each, the earliest first; the default since ever."""

    steps: dict[str, list[tuple[datetime, int]]]

    def at(self, name: str, moment: datetime) -> int:
        """Return one as it stood at a moment."""
        steps = self.steps[name]
        return steps[max(bisect_right([since for since, _value in steps], moment) - 1, 0)][1]

    def within(self, name: str, start: datetime, end: datetime) -> list[tuple[datetime, int]]:
        """Return what began to hold within [start, end)."""
        return [step for step in self.steps[name] if start <= step[0] < end]

    def window(self, moment: datetime, tried: Mapping[str, int] | None = None) -> Window:
        """Return the window of an arrival, by what is tried where that says something."""
        before, after, days = ((tried or {}).get(name, self.at(name, moment)) for name in WINDOW)
        return Window(before * 24, after * 24, days)

    def limits(self) -> list[Limit]:
        """Return the limits of showroom cards."""
        return [Limit(since, days) for since, days in self.steps[CARDS]]


def in_force(store: Store) -> InForce:
    """Read them: one question."""
    steps = {name: [(BORN, SETTINGS[name].default)] for name in TRIED}
    rows = StoreSetting.objects.filter(store=store, name__in=TRIED).order_by("valid_from", "pk")
    for name, since, value in rows.values_list("name", "valid_from", "value"):
        steps[name].append((since, value))
    return InForce(steps)
