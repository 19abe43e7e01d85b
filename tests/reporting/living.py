"""A store that lived some weeks: played once for every test that asks what it left behind."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from django.core.management import call_command
from django.db import transaction

from dcc.models import Store
from dcc.store.rules.stores import create_store
from reporting.models import EveningNote
from reporting.simulation.cast import make_people
from reporting.simulation.playing import How, play_days
from reporting.simulation.streams import Streams
from tests.database import chosen
from tests.reporting.ledger_checker import check
from tests.reporting.lives import Figures, figures_of, proportions, what_comes_back
from tests.reporting.notes_recount import notes_apart
from tests.reporting.queue_recount import queue_from_events
from tests.reporting.verbs import heard

# One seed plays the same on either database (tests/reporting/simulation/test_simulation_again.py): PostgreSQL plays the first two weeks of the five.
FIRST, DAYS, PER_DAY, SEED = date(2026, 8, 3), 14 if chosen() == "postgres" else 35, 8, 5
LAST = FIRST + timedelta(days=DAYS - 1)
SAMPLED = 9  # every ninth look at a queue is recomputed


@dataclass
class Lived:
    """What a store of some weeks left behind."""

    path: Path
    ledger: bytes
    figures: Figures
    heard: set[str]
    looks: int
    queues_apart: list[str]
    notes: int
    notes_apart: list[str]
    broken: list[str] = field(default_factory=list)
    shares: dict[str, float] = field(default_factory=dict)
    ledger_again: bytes = b""
    figures_again: Figures = field(default_factory=dict)


def live(path: Path) -> Lived:
    """Play some weeks of a small store, write its ledger, take it in again; the database forgets both."""
    with transaction.atomic():
        found = _play(path)
        transaction.set_rollback(True)
    found.ledger_again, found.figures_again = what_comes_back("L1", path, FIRST, LAST)
    found.broken, found.shares = check(path), proportions(path)
    return found


def _play(path: Path) -> Lived:
    looks, apart, wrong = [0], [], []

    def compare(person, places, now) -> None:
        looks[0] += 1
        if looks[0] % SAMPLED == 0:
            stands, recomputed = [(place.lead_id, place.group) for place in places], queue_from_events(person, now)
            if stands != recomputed:
                apart.append(f"{person.username} at {now}: {stands} is {recomputed}")

    read: set[date] = set()

    def recount(play) -> None:
        for day in set(EveningNote.objects.filter(store=play.store).values_list("day", flat=True)) - read:
            read.add(day)
            wrong.extend(notes_apart(play.store, day))

    with heard() as done:
        store = _new_store("L1")
        play_days(store, FIRST, DAYS, How(SEED, PER_DAY, before_call=compare, each_day=recount))
    call_command("ledger", "export", "--store", "L1", str(path))
    notes = EveningNote.objects.filter(store=store, user__isnull=False).count()
    return Lived(path, path.read_bytes(), figures_of("L1", FIRST, LAST), done, looks[0], apart, notes, wrong)


def _new_store(code: str) -> Store:
    born = datetime.fromisoformat("2026-08-02T00:00:00+08:00")
    store = create_store(code=code, name="长春三店", brand="丰田", by=None, now=born)
    make_people(store, per_day=PER_DAY, random=Streams(SEED)["cast"], now=born)
    return store
