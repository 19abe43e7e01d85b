"""The draw of each opening, and all that happens to second looks by itself (docs/rules/domain.md#second-look)."""

from collections import Counter, defaultdict
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce

from calls.models import Call, SecondLook
from calls.second_look.draw import Lost, draw
from calls.second_look.rules.ending_looks import end_overdue, end_returned
from dcc.models import DueOfStore, Store, User
from dcc.reckoning.clock import day_of, range_of
from dcc.roster.duty import on_duty
from dcc.store.store_settings import hours_lived, values_at
from dcc.trail import audit
from leads.grading.waiting_lists import barred
from leads.intake.rules.collecting import hold_door
from leads.models import Allocation, Lead

DRAWN = "second_look"
LATELY = timedelta(days=30)  # whoever had the fewest looks in them takes the next
LONGEST_CLOSED = 60  # days: within them lies an opening, or the store does not work


def keep_looks(*, now: datetime) -> int:
    """End what has ended by itself, then draw for the last opening, once. Return how many were drawn."""
    return sum(_keep(store, now) for store in Store.objects.order_by("pk"))


def _keep(store: Store, now: datetime) -> int:
    end_overdue(store, now=now)
    end_returned(store, at=now)
    at = last_opening(store, now)
    return draw_looks(store, at=at) if at else 0


def last_opening(store: Store, now: datetime) -> datetime | None:
    """Return the last moment up to now at which a working day of the store began."""
    hours = hours_lived(store, now)
    today = day_of(now, store.zone)
    days = (today - timedelta(days=back) for back in range(LONGEST_CLOSED))
    return next((hours.hours_of(day)[0] for day in days if hours.works_on(day) and hours.hours_of(day)[0] <= now), None)


@transaction.atomic
def draw_looks(store: Store, *, at: datetime) -> int:
    """Draw the looks of an opening, once. Return how many."""
    hold_door(store)
    done, _is_new = DueOfStore.objects.get_or_create(store=store, name=DRAWN, defaults={"at": at - timedelta(days=1)})
    if not DueOfStore.objects.filter(pk=done.pk, at__lt=at).update(at=at):
        return 0
    most = values_at(store, at)["second_looks_a_day"]
    agents = list(on_duty(store, "agent", at)) if most else []
    lost = _lost(store, agents, at) if agents else []
    looked = Counter(SecondLook.objects.filter(store=store, at__gt=at - LATELY).order_by().values_list("agent_id", flat=True))
    ids = [agent.pk for agent in agents]
    drawn = draw(lost, agents=ids, looked=looked, most=most, store_code=store.code, day=day_of(at, store.zone))
    SecondLook.objects.bulk_create([SecondLook(store=store, lead_id=one.lead, agent_id=one.agent, at=at) for one in drawn])
    if drawn:
        audit.record("second_look.draw", None, store=store, by=None, now=at, count=len(drawn))
    return len(drawn)


def _lost(store: Store, agents: list[User], at: datetime) -> list[Lost]:
    """The leads that may be drawn, the one closed last first, with who of the agents knows anything of their number."""
    values, today = values_at(store, at), day_of(at, store.zone)
    first, last = (today - timedelta(days=values[name]) for name in ("second_look_until", "second_look_from"))
    since, until = range_of(first, last, store.zone)
    closed = Lead.objects.closed().filter(store=store, closed_as="lost", closed_at__gte=since, closed_at__lt=until, phone__isnull=False)
    open_again = Lead.objects.open().filter(store=OuterRef("store"), phone=OuterRef("phone"))
    running = SecondLook.objects.filter(store=store, ended_at=None, lead__phone=OuterRef("phone"))
    looked_at = SecondLook.objects.filter(lead=OuterRef("pk"))
    free = closed.filter(~Exists(open_again), ~Exists(running), ~Exists(looked_at), ~barred(at)).annotate(first_agent=Coalesce("closed_agent", "agent"))
    rows = list(free.order_by("-closed_at", "phone", "-received_at").values_list("pk", "phone", "first_agent"))
    knows = _who_knows(store, {phone for _pk, phone, _first in rows}, agents, at)
    return [Lost(pk, phone, first_agent, frozenset(knows[phone])) for pk, phone, first_agent in rows]


def _who_knows(store: Store, phones: set[str], agents: list[User], at: datetime) -> dict[str, set[int]]:
    """Return for each number the agents who called it, had it in hand, or may read of it in any of its cycles: for them it would be no blind look."""
    known: dict[str, set[int]] = defaultdict(set)
    of_number = {"lead__store": store, "lead__phone__in": phones}
    for rows in (Call.objects.filter(agent__in=agents, **of_number), Allocation.objects.filter(agent__in=agents, **of_number)):
        for phone, who in rows.order_by().values_list("lead__phone", "agent_id").distinct():
            known[str(phone)].add(who)
    for agent in agents:
        for phone in Lead.objects.visible_to(agent, now=at).filter(phone__in=phones).order_by().values_list("phone", flat=True):
            known[str(phone)].add(agent.pk)
    return known
