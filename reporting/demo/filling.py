"""Fills an empty database with the demo's two stores: sixty days that were lived, up to this minute."""

from collections.abc import Callable
from datetime import datetime, timedelta

from dcc.log_in.rules.passwords import choose_password
from dcc.models import Store, User
from dcc.people.demo_accounts import ACCOUNTS, DEMO_PASSWORD, OTHER
from dcc.people.rules.people import add_person
from dcc.reckoning.clock import WorkingHours, day_of
from dcc.store.rules.house_rules import change_settings
from dcc.store.rules.stores import create_store
from dcc.store.store_settings import values_at, working_hours
from leads.capture.rules.tokens import issue_token
from leads.models import Channel
from reporting.demo.half_worked import LEFT, scenes
from reporting.simulation.play_clock import DAY
from reporting.simulation.playing import How, play_days

SEED = 7
DAYS = 60
PER_DAY, PER_DAY_OF_OTHER = 20, 8
PUSHES, DEMO_TOKEN = "官网", "demo-token-of-the-website"  # as public as the demo's password: the README shows how a website pushes a lead
STORES = (("S1", "长春一店", ACCOUNTS, PER_DAY), ("S2", "长春二店", OTHER, PER_DAY_OF_OTHER))


def fill(*, now: datetime, say: Callable[[str], object], days: int = DAYS) -> bool:
    """Make both stores and let them live through `days` days, the last one up to `now` and half worked. False, and nothing written, where a store stands."""
    if Store.objects.exists():
        return False
    born = now - days * DAY
    for code, name, accounts, per_day in STORES:  # one after the other: what happens by itself each day happens in every store that stands
        store = create_store(code=code, name=name, brand="丰田", by=None, now=born)
        make_people(store, accounts, now=born)
        if accounts is ACCOUNTS:
            issue_token(Channel.objects.get(store=store, name=PUSHES), secret=DEMO_TOKEN, by=None, now=born)
        hours = working_hours(store, values_at(store, now))

        def ago(minutes: int, hours: WorkingHours = hours) -> datetime:
            return working_moment_before(now, minutes, hours).astimezone(hours.zone)

        how = How(SEED + per_day, per_day, until=now, stops={role: ago(minutes) for role, minutes in LEFT.items()}, scenes=scenes(ago))
        play = play_days(store, day_of(now, store.zone) - timedelta(days=days - 1), days, how)
        call_at_any_hour(store, now=now)
        say(f"{store}: {sum(play.done.values())} deeds of {days} days")
    return True


def call_at_any_hour(store: Store, *, now: datetime) -> None:
    """Open the call window for whoever tries the demo at night; the lived days kept to the usual one."""
    leader = User.objects.with_role("leader").of_store(store).first()
    change_settings(store, values={"call_from": "00:00", "call_until": "23:59"}, by=leader, now=now)


def make_people(store: Store, accounts, *, now: datetime) -> None:
    """Make the accounts of a store with the demo's public password, nothing to change at first log-in; whoever belongs to none watches every store."""
    for username, name, roles in accounts:
        home = None if roles == ("hq",) else store
        person, _one_time = add_person(username=username, name=name, roles=list(roles), store=home, by=None, now=now)
        choose_password(person, password=DEMO_PASSWORD)
    for watcher in User.objects.with_role("hq"):
        watcher.stores.add(store)


def working_moment_before(now: datetime, minutes: int, hours: WorkingHours) -> datetime:
    """Return the moment since which so many working minutes have passed."""
    moment = now
    while hours.minutes_between(moment, now) < minutes:
        moment -= timedelta(minutes=5)
    return moment
