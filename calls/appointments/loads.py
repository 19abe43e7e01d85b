"""How full each half hour of a day is: groups booked, of those its specialists receive."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from calls.appointments.slots import SLOT, half_hours, slot_of
from calls.models import Appointment
from calls.models.querysets.appointment import GONE
from dcc.models import Store, User
from dcc.reckoning.clock import day_range
from dcc.store.store_settings import working_hours


@dataclass(frozen=True)
class Load:
    """One half hour: how many groups are expected in it, and how many are received; whether one of one's own is among them; who is the freest then."""

    at: datetime
    booked: int
    room: int
    is_mine: bool = False
    freest: int | None = None

    @property
    def is_full(self) -> bool:
        """Whether whoever books into it is asked."""
        return self.booked >= self.room


def loads_of(store: Store, day: date, values: dict[str, Any], *, mine: Collection[datetime] = ()) -> list[Load]:
    """Return the half hours inside the working hours of a day; `mine`: when one's own customers come. Two queries."""
    hours = working_hours(store, values)
    moments = [datetime.combine(day, clock, store.zone) for clock in half_hours(hours)] if hours.works_on(day) else []
    start, end = day_range(day, store.zone)
    expected = Appointment.objects.between(start, end).filter(store=store).exclude(status__in=GONE).order_by()
    visits = [(slot_of(at, store.zone)[0], person) for at, person in expected.values_list("scheduled_for", "reception")]
    booked, of_day, of_slot = Counter(at for at, _person in visits), Counter(person for _at, person in visits), Counter(visits)
    own = {slot_of(at, store.zone)[0] for at in mine}
    there = User.objects.of_store(store).employed().with_role("reception").on_duty_at(moments, store.zone)
    loads = []  # of equally free specialists the first by username
    for at, people in zip(moments, there, strict=True):
        freest = min(people, key=lambda person: (of_slot[at, person], of_day[person]), default=None)
        loads.append(Load(at, booked[at], values["per_slot"] * max(len(people), 1), at in own, freest))
    return loads


def is_in_slot(at: datetime, slot: datetime) -> bool:
    """Whether a moment lies in the half hour that begins then."""
    return slot <= at < slot + SLOT


def days_beside(day: date, today: date, works_on) -> list[date]:
    """Return the days one may look at beside each other: today, tomorrow and the next the store works on, and the one that is shown."""
    ahead = [today + timedelta(days=number) for number in range(15)]
    return sorted({*[one for one in ahead if works_on(one)][:3], day})
