"""When somebody is on duty inside the store's working hours, day by day (docs/rules/domain.md#on-duty)."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta

from dcc.models import Absence, Shift, Store
from dcc.reckoning.clock import WorkingHours
from dcc.roster.spans import Span, overlap


def times_of(shift: Shift, zone) -> Span | None:
    """Return when a shift begins and ends; None for a day off or a leave."""
    if shift.starts is None or shift.ends is None:
        return None
    return datetime.combine(shift.day, shift.starts, zone), datetime.combine(shift.day, shift.ends, zone)


class DutyHours:
    """The duty of some people of a store from one day to another, read once."""

    def __init__(self, store: Store, people: Collection[int], first: date, last: date, *, hours: WorkingHours) -> None:
        self.first, self.last, self.hours, self.zone = first, last, hours, store.zone
        rows = {"user__in": people, "day__gte": first, "day__lte": last}
        self.shifts = {(shift.user_id, shift.day): shift for shift in Shift.objects.filter(**rows)}
        self.away = set(Absence.objects.filter(**rows).values_list("user", "day"))

    def spans(self, person: int, since: date) -> Iterator[Span]:
        """Yield the working time on duty of a person, a day at a time, from a day on."""
        for ahead in range((self.last - since).days + 1):
            if span := self._on(person, since + timedelta(days=ahead)):
                yield span

    def _on(self, person: int, day: date) -> Span | None:
        if not self.hours.works_on(day) or (person, day) in self.away:
            return None
        open_hours, shift = self.hours.hours_of(day), self.shifts.get((person, day))
        if shift is None:
            return open_hours
        times = times_of(shift, self.zone)
        return overlap(open_hours, times) if times else None
