"""The play: one store, its people, its customers, the clock; and the one way in which anything is done."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from dcc.clock import WorkingHours, day_of
from dcc.errors import Refused
from dcc.models import Store, User, Word
from dcc.store_settings import values_at, working_hours
from leads.models import Channel
from reporting.simulation.cast import Cast
from reporting.simulation.clock import Clock
from reporting.simulation.customers import Town
from reporting.simulation.streams import Streams

@dataclass
class Play:
    """What everybody in the play shares. `stops`: role → the moment from which it works no more (a day that is half worked)."""

    store: Store
    cast: Cast
    streams: Streams
    town: Town
    clock: Clock
    per_day: int
    folder: Path
    stops: dict[str, datetime] = field(default_factory=dict)
    before_call: Callable[[User, Any, datetime], None] | None = None
    done: Counter = field(default_factory=Counter)
    refused: Counter = field(default_factory=Counter)
    hours: WorkingHours = None
    words: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    away: dict[date, list[int]] = field(default_factory=dict)
    busy: dict[int, datetime] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        """The moment of the play, in the store's zone."""
        return self.clock.now

    @property
    def today(self) -> date:
        """The day of the play."""
        return day_of(self.clock.now, self.store.zone)

    def moment(self, day: date, hour: int, minute: int = 0) -> datetime:
        """Return a time of day of the store."""
        return datetime.combine(day, time(hour, minute), self.store.zone)

    def look_around(self) -> None:
        """Read what the store says of itself this morning: hours, words, channels."""
        self.hours = working_hours(self.store, values_at(self.store, self.now))
        self.words = {}
        for word in Word.objects.filter(store=self.store, retired_at=None).order_by("kind", "position", "id"):
            self.words.setdefault((word.kind, word.meaning), []).append(word.name)
        self.channels = {channel.name: channel for channel in Channel.objects.filter(store=self.store, retired_at=None).order_by("id")}

    def word(self, kind: str, meaning: str) -> str:
        """Return the store's own word for a meaning, empty where it has none."""
        return next(iter(self.words.get((kind, meaning), [])), "")

    def do(self, verb: Callable, *facts, **how) -> Any:
        """Let somebody do something, as their page would. None where it is refused: life goes on."""
        try:
            result = verb(*facts, now=self.now, **how)
        except Refused as refusal:
            self.refused[f"{verb.__name__}: {refusal}"] += 1
            return None
        self.done[verb.__name__] += 1
        return result

    def works(self, person: User | None, role: str) -> bool:
        """Whether somebody is there to do their work in this role now."""
        if person is None or person.pk in self.away.get(self.today, []):
            return False
        return role not in self.stops or self.now < self.stops[role]

    def present(self, role: str) -> list[User]:
        """Return those of a role who are there now."""
        return [person for person in self.cast.of(role) if self.works(person, role)]

    def anyone(self, role: str) -> User | None:
        """Return the first of a role who is there now."""
        return next(iter(self.present(role)), None)
