"""The sample of each morning, and what ends a check by itself (docs/rules/domain.md#checks)."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from secrets import token_hex
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from calls.models import Card
from dcc.models import DueOfStore, Store, User
from dcc.reckoning.clock import day_of, range_of
from dcc.store.store_settings import values_at
from dcc.trail import audit
from reception.checks.sample import Written, draw
from reception.door.rules.visits import LATEST
from reception.models import CheckDraw, CheckSecret, Visit

DRAWN = "check_draw"
MORNING = time(8)
LASTS = timedelta(days=7)
LONGEST = 7  # mornings that are made up for where the worker slept


def keep_checks(*, now: datetime) -> int:
    """End what has ended by itself, then draw for every morning since the last one, each once and with its own moment. Return how many were drawn."""
    return sum(_keep(store, now) for store in Store.objects.order_by("pk"))


def make_secret(store: Store, *, secret: str = "") -> None:
    """Give a store what its sample is drawn by; one it has stays, unless another is told."""
    if secret:
        CheckSecret.objects.update_or_create(store=store, defaults={"secret": secret})
    else:
        CheckSecret.objects.get_or_create(store=store, defaults={"secret": token_hex(32)})


def _keep(store: Store, now: datetime) -> int:
    end_by_itself(store, now=now)
    last = datetime.combine(day_of(now, store.zone), MORNING, store.zone)
    last = last if last <= now else datetime.combine(day_of(now, store.zone) - timedelta(days=1), MORNING, store.zone)
    done = DueOfStore.objects.filter(store=store, name=DRAWN).values_list("at", flat=True).first()
    missed = min((last.date() - done.astimezone(store.zone).date()).days, LONGEST) if done else 1
    mornings = [datetime.combine(last.date() - timedelta(days=back), MORNING, store.zone) for back in reversed(range(max(missed, 0)))]
    return sum(draw_checks(store, at=morning) for morning in mornings)


@transaction.atomic
def draw_checks(store: Store, *, at: datetime) -> int:
    """Draw what was written on the day before a morning, once. Return how many."""
    done, _is_new = DueOfStore.objects.get_or_create(store=store, name=DRAWN, defaults={"at": at - timedelta(days=1)})
    if not DueOfStore.objects.filter(pk=done.pk, at__lt=at).update(at=at):
        return 0
    make_secret(store)
    day = at.astimezone(store.zone).date() - timedelta(days=1)
    values = values_at(store, at)
    written = written_on(store, day, at=at)
    secret = CheckSecret.objects.values_list("secret", flat=True).get(store=store)
    chosen = draw([one for one, _user in written], secret=secret, day=day, of_cards=values["check_cards_percent"], of_visits=values["check_visits_percent"])
    users = {(one.is_card, one.row): user for one, user in written}
    rows = [_row(store, day, at, one, users[one.is_card, one.row]) for one in chosen]
    fresh = CheckDraw.objects.bulk_create(rows, ignore_conflicts=True)
    if fresh:
        audit.record("check.draw", None, store=store, by=None, now=at, count=len(fresh))
    return len(fresh)


def _row(store: Store, day: date, at: datetime, one: Written, user: int | None) -> CheckDraw:
    return CheckDraw(store=store, day=day, at=at, user_id=user, **{"lead_id" if one.is_card else "visit_id": one.row})


def how_many_written(store: Store, day: date, *, at: datetime) -> tuple[int, int]:
    """Return how many cards and visits of a day stood at a moment, of which was drawn."""
    cards, visits = _written(store, day, at)
    return cards.count(), visits.count()


def _written(store: Store, day: date, at: datetime) -> tuple[QuerySet, Any]:
    since, until = range_of(day, day, store.zone)
    stood = Q(annulled_at=None) | Q(annulled_at__gt=at)
    cards = Card.every.filter(stood, store=store, at__gte=since, at__lt=until, agent__isnull=False)
    came = Q(at__gte=since - timedelta(days=LATEST + 1), at__lt=until)  # nobody is typed in later than that: the index of arrivals finds them
    visits = Visit.every.annotate(written=Coalesce("registered_at", "at")).filter(stood, came, store=store, written__gte=since, written__lt=until)
    return cards, visits.exclude(phone="")


def written_on(store: Store, day: date, *, at: datetime) -> list[tuple[Written, int | None]]:
    """Return what was written on a day and stood at a moment, with who wrote it: cards by their lead, visits with a number by their registering."""
    cards, visits = _written(store, day, at)
    told: list[tuple] = [(moment, 0, pk, True, row, user) for moment, pk, row, user in cards.values_list("at", "pk", "lead_id", F("agent_id"))]
    told += [(moment, 1, pk, False, pk, user) for moment, pk, user in visits.values_list("written", "pk", "by_id")]
    names = dict(_usernames({user for *_facts, user in told if user}))
    places: dict[str, int] = defaultdict(int)
    found = []
    for _moment, _kind, _pk, is_card, row, user in sorted(told, key=lambda each: each[:3]):
        username = names.get(user, "")
        places[username] += 1
        found.append((Written(row, is_card, username, places[username]), user))
    return found


def _usernames(keys: set[int]):
    return User.objects.filter(pk__in=keys).values_list("pk", "username")


@transaction.atomic
def end_by_itself(store: Store, *, now: datetime) -> int:
    """End what nobody checked within seven days, and what is about a card or visit that was taken back. Return how many."""
    ended = 0
    for one in CheckDraw.objects.filter(store=store, ended_at=None).select_related("visit").order_by("pk"):
        gone_at = _gone_at(one)
        at, word = (max(gone_at, one.at), "gone") if gone_at else (one.at + LASTS, "unchecked")
        if at <= now:
            ended += CheckDraw.objects.filter(pk=one.pk, ended_at=None).update(ended_at=at, ended_as=word)
    return ended


def _gone_at(one: CheckDraw) -> datetime | None:
    if one.visit is not None:
        return one.visit.annulled_at
    if Card.objects.filter(lead=one.lead_id).exists():
        return None
    return Card.every.filter(lead=one.lead_id).order_by("-annulled_at").values_list("annulled_at", flat=True).first()
