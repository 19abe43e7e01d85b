"""Leads for which nothing is to be done: told to their agent in the evening (docs/rules/domain.md#nobody-stands-nowhere)."""

from collections import defaultdict
from datetime import datetime, timedelta

from django.db import transaction

from dcc.database.bulk import chunked
from dcc.models import DueOfStore, Store, User
from dcc.notices.telling import tell
from dcc.reckoning.clock import day_of
from dcc.store.store_settings import hours_lived
from leads.grading.waiting_lists import without_next_step
from leads.models import Lead

EVENING = "idle"
LONGEST_CLOSED = 60  # days: within them lies an evening, or the store does not work


def last_evening(store: Store, now: datetime) -> datetime | None:
    """Return the last moment up to now at which a working day of the store ended."""
    hours = hours_lived(store, now)
    today = day_of(now, store.zone)
    days = (today - timedelta(days=back) for back in range(LONGEST_CLOSED))
    return next((hours.hours_of(day)[1] for day in days if hours.works_on(day) and hours.hours_of(day)[1] <= now), None)


def tell_of_idle(*, now: datetime) -> int:
    """Each evening, once: write since when each lead has no next step, and tell its agent and specialist of those that are new. Return how many are."""
    return sum(_tell_in(store, at) for store in Store.objects.order_by("pk") if (at := last_evening(store, now)))


@transaction.atomic
def _tell_in(store: Store, at: datetime) -> int:
    done, _is_new = DueOfStore.objects.get_or_create(store=store, name=EVENING, defaults={"at": at - timedelta(days=1)})
    if not DueOfStore.objects.filter(pk=done.pk, at__lt=at).update(at=at):
        return 0
    idle = {lead.pk: lead for lead in without_next_step(Lead.objects.filter(store=store), at).order_by("pk")}
    known = set(Lead.objects.filter(store=store, idle_since__isnull=False).values_list("pk", flat=True))
    fresh = sorted(idle.keys() - known)
    for pks, since in ((fresh, at), (sorted(known - idle.keys()), None)):
        for some in chunked(pks):
            Lead.objects.filter(pk__in=some).update(idle_since=since)
    _tell(store, [idle[pk] for pk in fresh], at)
    return len(fresh)


def _tell(store: Store, leads: list[Lead], at: datetime) -> None:
    """Tell whoever has them: their agent and their reception specialist; one lead by its name, several by their number."""
    theirs: dict[int, list[Lead]] = defaultdict(list)
    for lead in leads:
        for person in filter(None, {lead.agent_id, lead.reception_id}):
            theirs[person].append(lead)
    for person in User.objects.of_store(store).employed().filter(pk__in=theirs):
        held = theirs[person.pk]
        tell(person, "lead.idle", lead=held[0] if len(held) == 1 else None, now=at, count=len(held))
