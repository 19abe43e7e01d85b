"""`manage.py simulate`: a store's days, played with a clock of their own."""

import time
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from dcc.models import Store
from dcc.store.rules.stores import create_store
from leads.models import Lead
from reporting.management.arguments import day
from reporting.simulation.cast import load_cast, make_people
from reporting.simulation.play import Play
from reporting.simulation.playing import How, play_days

ZONE = "Asia/Shanghai"
PLAYED = ("data_manager", "agent", "leader", "reception", "front_desk", "director")  # without whom less happens


class Command(BaseCommand):
    """Plays a store's days through the verbs the pages call; makes the store, with people and channels, where it does not exist."""

    help = "Play the days of a store: manage.py simulate --store L1 --from 2026-08-01 --days 60 --seed 7"

    def add_arguments(self, parser) -> None:
        """Take the store, its days and the seed."""
        parser.add_argument("--store", required=True, help="code of the store")
        parser.add_argument("--from", required=True, dest="first", type=day, help="first day")
        parser.add_argument("--days", required=True, type=int)
        parser.add_argument("--seed", required=True, type=int)
        parser.add_argument("--leads-per-day", type=int, default=60)

    def handle(self, *args, store: str, first: date, days: int, seed: int, leads_per_day: int, **options) -> None:
        """Play; say what was done and how fast."""
        if settings.PRODUCTION:
            raise CommandError("A simulated store does not belong into production.")
        if days < 1 or leads_per_day < 1:
            raise CommandError("A play has at least one day and one lead a day.")
        if first.year < 1970 or first.year + days // 365 >= 9000:
            raise CommandError("A play lies in the years 1970 to 9000.")
        if not 0 < len(store.strip()) <= (Store._meta.get_field("code").max_length or 0):
            raise CommandError("A store has a code of 1 to 20 signs.")
        with translation.override("zh-hans"):
            found = Store.objects.filter(code=store).first() or self._make(store, first, per_day=leads_per_day, seed=seed)
            if idle := [role for role in PLAYED if load_cast(found).one(role) is None]:
                self.stderr.write(f"{store} has nobody to play: {', '.join(idle)}")
            began, before = time.perf_counter(), Lead.objects.filter(store=found).count()
            play = play_days(found, first, days, How(seed, leads_per_day, each_day=self._progress(options["verbosity"])))
        self.say(play, Lead.objects.filter(store=found).count() - before, time.perf_counter() - began)

    def _make(self, code: str, first: date, *, per_day: int, seed: int) -> Store:
        born = datetime(first.year, first.month, first.day, tzinfo=ZoneInfo(ZONE)) - timedelta(days=1)
        store = create_store(code=code, name=f"{code} 店", timezone=ZONE, brand="丰田", by=None, now=born)
        make_people(store, per_day=per_day, random=Random(f"{seed}/cast"), now=born)  # noqa: S311 - a play, not a secret
        return store

    def _progress(self, verbosity: int):
        def show(play: Play) -> None:
            self.stderr.write(f"{play.today}  {sum(play.done.values())} deeds", ending="\r")

        return show if verbosity and self.stderr.isatty() else None

    def say(self, play: Play, leads: int, seconds: float) -> None:
        """Print what was done, the most frequent first, and leads and verbs per second."""
        verbs = sum(play.done.values())
        self.stdout.write(f"{leads} leads, {verbs} verbs in {seconds:.1f} s: {leads / seconds:.1f} leads/s, {verbs / seconds:.0f} verbs/s")
        for name, count in sorted(play.done.items(), key=lambda item: (-item[1], item[0])):
            self.stdout.write(f"  {count:>7}  {name}")
        for sentence, count in sorted(play.refused.items(), key=lambda item: (-item[1], item[0])):
            self.stdout.write(f"  {count:>7}  refused  {sentence}")
