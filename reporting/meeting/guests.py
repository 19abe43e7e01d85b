"""Whoever is due on the day ahead, by the hour, by surname alone: not all who look may see each customer (docs/rules/interface.md#meeting)."""

from dataclasses import dataclass
from datetime import date, datetime

from calls.models import Appointment
from dcc.models import Store
from dcc.store.store_settings import hours_lived
from reporting.walls.due_today import MISSED, due_day
from reporting.walls.showroom_wall import called

IN_FULL = 3  # guests of an hour; from the fourth on the names alone


@dataclass(frozen=True)
class Guest:
    """One group: by what they are called, whose lead they are, who booked and who receives them. `state`: arrived, missed, confirmed, booked."""

    lead: int
    called: str
    at: datetime
    booker: str
    agent: str
    who: str
    receiver: str
    state: str

    @property
    def is_open(self) -> bool:
        """Whether nobody knows yet that they come."""
        return self.state == "booked"

    def is_of(self, username: str) -> bool:
        """Whether they are this person's."""
        return username in (self.booker, self.agent)


@dataclass(frozen=True)
class GuestHour:
    """One hour of the day; `in_full`: there is room for more than the names."""

    hour: int
    guests: list[Guest]

    @property
    def in_full(self) -> bool:
        """Whether each stands with time and people."""
        return len(self.guests) <= IN_FULL


def guests_of(store: Store, day: date, *, now: datetime) -> list[Guest]:
    """Return whoever is due on a day, as the daily board counts them, by time."""
    due = due_day(store, day, now=now)
    return [_guest(row, MISSED if due.state_of(row) == MISSED else row.status) for row in due.rows]


def hours_of(store: Store, day: date, guests: list[Guest], *, now: datetime) -> list[GuestHour]:
    """Return the working hours of a day, and others that have guests."""
    opens, closes = hours_lived(store, now).hours_of(day)
    at = [guest.at.astimezone(store.zone).hour for guest in guests]
    hours = sorted({*range(opens.hour, closes.hour), *at})
    return [GuestHour(hour, [guest for guest, one in zip(guests, at, strict=True) if one == hour]) for hour in hours]


def _guest(row: Appointment, state: str) -> Guest:
    owner, receiver = row.agent or row.lead.agent, row.reception or row.lead.reception
    return Guest(
        row.lead_id,
        called(row.lead.name, row.lead.gender),
        row.scheduled_for,
        row.agent.username if row.agent else "",
        row.lead.agent.username if row.lead.agent else "",
        owner.name if owner else "",
        receiver.name if receiver else "",
        state,
    )
