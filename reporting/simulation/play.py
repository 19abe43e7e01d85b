"""The play: one store, its people, its customers, the clock; and the one way in which anything is done."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from random import Random
from typing import Any

from dcc.errors import Refused
from dcc.installation.rules.due import run_due
from dcc.models import Store, User, Word
from dcc.reckoning.clock import WorkingHours, day_of
from dcc.store.store_settings import values_at, working_hours
from leads.models import Channel, Lead
from reporting.simulation import invented
from reporting.simulation.cast import Cast
from reporting.simulation.customers import Customer, Town
from reporting.simulation.play_clock import Clock
from reporting.simulation.streams import Streams, Turns


@dataclass
class Play:
    """What everybody in the play shares.

    `stops`: role, username, or one duty of a role (`reception calls`, `leader reviews`) → the moment from which it works no more (a day that is half worked).
    """

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
    channel_by_id: dict[int, Channel] = field(default_factory=dict)
    away: dict[date, list[int]] = field(default_factory=dict)
    busy: dict[int, datetime] = field(default_factory=dict)  # person → until when they speak with somebody
    shifts: dict[tuple[int, str], list[tuple[datetime, datetime]]] = field(default_factory=dict)
    looks: dict[tuple[int, str], datetime] = field(default_factory=dict)  # (person, role) → when they look at their queue next
    besides: dict[int, list[int]] = field(default_factory=dict)  # person → leads to call besides the queue
    unknown: dict[int, Customer] = field(default_factory=dict)  # visit → who it was, though the desk does not know
    turns: Turns = field(default_factory=Turns)
    uploaded: bool = False
    rules_set: bool = False
    missed: list[tuple] = field(default_factory=list)  # calls nobody has written down yet
    rung: list[tuple] = field(default_factory=list)  # calls that stand in the hotline's log, which the data manager has not exported yet
    cycles: dict[str, int] = field(default_factory=dict)  # number → the lead by which the person is known now
    rings: Callable[["Play", Customer, str], None] = None  # what the store does when a customer rings, with a wish or none
    arrives: Callable[["Play", Customer, str], None] = None  # … and when one stands at the desk, and why

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

    def do_what_is_due(self) -> None:
        """Let happen what happens by itself, as the worker does each minute."""
        self.do(run_due)

    def look_around(self) -> None:
        """Read what the store says of itself this morning: hours, words, channels."""
        self.hours = working_hours(self.store, values_at(self.store, self.now))
        self.words = {}
        for word in Word.objects.filter(store=self.store, retired_at=None).order_by("kind", "position", "id"):
            if word.parent_id is None:
                self.words.setdefault((word.kind, word.meaning), []).append(word.name)
        self.closer = {above: [name for name, _same in names] for above, names in Word.objects.closer(self.store, "lost_reason")}
        self.channel_by_id = {channel.pk: channel for channel in Channel.objects.filter(store=self.store).order_by("id")}
        self.channels = {channel.name: channel for channel in self.channel_by_id.values() if channel.retired_at is None}

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

    def by_turns(self, what: str, share: float) -> bool:
        """Whether it is the turn of something that happens in this share of cases: the first time it can, and then evenly."""
        return self.turns.come(what, share)

    def new_stranger(self, stream: Random, *, came: bool = False) -> Customer:
        """Return somebody the store has never heard of."""
        return self.town.customer(invented.phone(stream), came=came)

    def meet(self, lead: Lead) -> Customer:
        """Return the person of a lead. One whose earlier cycle has ended wants a car anew; one without a number is whoever this lead is."""
        number = lead.phone or f"lead {lead.name} {lead.received_at.isoformat()}"
        customer = self.town.customer(number)
        if self.cycles.get(number, lead.pk) != lead.pk:
            self.town.start_again(customer)
        self.cycles[number] = lead.pk
        return customer

    def at_hand(self, lead: Lead) -> Lead:
        """Return the lead with its store and people as the play knows them."""
        lead.store, lead.agent, lead.reception = self.store, self.cast.find(lead.agent_id), self.cast.find(lead.reception_id)
        lead.channel = self.channel_by_id[lead.channel_id]
        return lead

    def works(self, person: User | None, role: str) -> bool:
        """Whether somebody is there to do their work in this role, or one duty of it (`reception calls`), now."""
        if person is None or person.pk in self.away.get(self.today, []):
            return False
        stops = [self.stops[name] for name in (person.username, role, role.partition(" ")[0]) if name in self.stops]
        return all(self.now < stop for stop in stops)

    def present(self, role: str) -> list[User]:
        """Return those of a role who are there now for it, or for one duty of it."""
        return [person for person in self.cast.of(role.partition(" ")[0]) if self.works(person, role)]

    def anyone(self, role: str) -> User | None:
        """Return the first of a role who is there now for it, or for one duty of it."""
        return next(iter(self.present(role)), None)
