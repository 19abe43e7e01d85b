"""A store's days, one after the other: what each brings, and when its people do what."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import transaction

from dcc.clock import start_of
from dcc.models import Store, User
from dcc.rules.due import run_due
from leads.models import Lead
from reporting.simulation import calling, data_manager, director, door, incoming, leader, market, reception, showroom
from reporting.simulation.cast import load_cast
from reporting.simulation.clock import Clock
from reporting.simulation.customers import Town
from reporting.simulation.play import Play
from reporting.simulation.streams import Streams

DUE_AT = ((0, 5), (8, 1), (10, 0), (12, 5), (14, 15), (16, 15), (18, 5), (20, 30))


def play_days(
    store: Store,
    first: date,
    days: int,
    *,
    seed: int,
    per_day: int,
    until: datetime | None = None,
    stops: dict[str, datetime] | None = None,
    before_call: Callable[[User, Any, datetime], None] | None = None,
    each_day: Callable[[Play], None] | None = None,
) -> Play:
    """Let a store live through its days; each is one transaction. `until` breaks the last one off, `stops` is who works until when.

    `before_call(person, places, now)` looks on whenever somebody asks their queue what is next.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        begins = start_of(first, store.zone)
        play = Play(store, load_cast(store), Streams(seed), Town(seed), Clock(begins), per_day, folder, stops or {}, before_call)
        play.uploaded = play.rules_set = Lead.objects.filter(store=store).exists()
        inbox = market.Inbox()
        for number in range(days):
            day = first + timedelta(days=number)
            with transaction.atomic():
                _plan(play, inbox, day, number)
                ends = start_of(day + timedelta(days=1), store.zone)
                play.clock.run(min(ends, until) if until else ends)
            if each_day:
                each_day(play)
    return play


def _plan(play: Play, inbox: market.Inbox, day: date, number: int) -> None:
    """Lay out one day: what the market brings, and if the store is open, who does what when."""
    play.clock.run(start_of(day, play.store.zone))
    play.look_around()
    market.ask_on_portals(play, inbox, day)
    for moment in market.strangers_ring(play, day):
        play.clock.at(moment, incoming.ring, play, play.new_stranger(play.streams["rings"]), "")
    for hour, minute in DUE_AT:
        play.clock.at(play.moment(day, hour, minute), _due, play)
    if not play.hours.works_on(day):
        return
    for moment in market.strangers_walk_in(play, day):
        door.comes(play, play.new_stranger(play.streams["walks"], came=True), moment, "stranger")
    _plan_office(play, inbox, day, number)


def _due(play: Play) -> None:
    run_due(now=play.now)
    play.done["run_due"] += 1


def _plan_office(play: Play, inbox: market.Inbox, day: date, number: int) -> None:
    def at(hour: int, minute: int, deed: Callable, *facts, **how) -> None:
        play.clock.at(play.moment(day, hour, minute), lambda: deed(play, *facts, **how))

    at(8, 15, leader.mark_absences)
    at(8, 25, _sit_down)
    at(8, 33, incoming.note_all_missed)
    for hour, minute in data_manager.EXPORTS:
        at(hour, minute, data_manager.fetch_files, inbox, all_of_them=(hour, minute) in (data_manager.EXPORTS[0], data_manager.EXPORTS[-1]))
    for hour, minute in leader.ROUNDS:
        at(hour, minute, leader.allocate_pool)
    if number < showroom.BACKLOG_DAYS:
        at(8, 55, showroom.type_backlog)
    at(9, 8, reception.gather_calls)
    at(9, 40, director.day)
    at(10, 55, data_manager.grade)
    at(11, 50, leader.review)
    at(15, 10, data_manager.type_in_by_hand)
    at(16, 0, calling.gather_besides)
    at(17, 15, data_manager.reconcile)
    at(17, 35, data_manager.grade)
    at(17, 45, leader.review)
    at(17, 50, leader.propose_leakages)


def _sit_down(play: Play) -> None:
    """Agents and reception specialists begin; one agent stays for the evening, in turns."""
    agents = play.present("agent")
    for number, agent in enumerate(agents):
        calling.plan_shift(play, agent, "agent", evening=number == play.today.toordinal() % len(agents))
    for person in play.present("reception"):
        if person not in agents:
            calling.plan_shift(play, person, "reception")
