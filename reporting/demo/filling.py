"""Fills an empty database with the demo's two stores, through the verbs the pages call."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from dcc.demo_accounts import ACCOUNTS, DEMO_PASSWORD, OTHER
from dcc.models import Store, User
from dcc.rules.people import add_person
from dcc.rules.stores import create_store
from leads.models import Channel
from leads.rules.importing import import_file
from reporting.demo.files import PORTALS, make_file, moments_of_day

SEED = 7
DAYS = 3


def fill(*, now: datetime, say: Callable[[str], object]) -> bool:
    """Make both stores with three days of leads up to `now`. False, and nothing written, where a store stands already."""
    if Store.objects.exists():
        return False
    born = now - timedelta(days=DAYS)
    first = create_store(code="S1", name="长春一店", by=None, now=born)
    second = create_store(code="S2", name="长春二店", by=None, now=born)
    make_people(first, ACCOUNTS, stores=[first, second], now=born)
    make_people(second, OTHER, stores=[], now=born)
    fill_store(first, User.objects.get(username="data"), per_day=50, random=Random(SEED), now=now)  # noqa: S311 - a demo, not a secret
    fill_store(second, User.objects.get(username="data-b"), per_day=12, random=Random(SEED + 1), now=now)  # noqa: S311
    say(f"{first} and {second} are filled")
    return True


def make_people(store: Store, accounts, *, stores: list[Store], now: datetime) -> None:
    """Make the accounts of a store with the demo's public password, nothing to change at first log-in."""
    for username, name, roles in accounts:
        home = None if roles == ("hq",) else store
        person, _one_time = add_person(username=username, name=name, roles=list(roles), store=home, by=None, now=now)
        person.set_password(DEMO_PASSWORD)
        person.must_change_password = False
        person.save(update_fields=["password", "must_change_password"])
        person.stores.set(stores if home is None else [])


def fill_store(store: Store, data_manager: User, *, per_day: int, random: Random, now: datetime) -> None:
    """Import three days of portal files, each soon after its last row, and let the leader give half of the leads to agents."""
    known: list[str] = []
    local = now.astimezone(store.zone)
    channels = {channel.name: channel for channel in Channel.objects.filter(store=store)}
    with TemporaryDirectory() as folder:
        for back in range(DAYS - 1, -1, -1):
            day = local - timedelta(days=back)
            for portal in PORTALS:
                moments = moments_of_day(day, per_day // len(PORTALS), random, until=local - timedelta(minutes=2))
                if moments:
                    path = make_file(Path(folder), portal, moments, random, known)
                    imported_at = min(max(moments) + timedelta(minutes=5), now)
                    import_file(path, store, channel=channels[portal.channel], by=data_manager, now=imported_at)
