"""Who is overdue (逾期): the customers to whom somebody owes something since before today. The one definition of that word; a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from calls import sockets
from dcc.models import Store, User
from dcc.reckoning.clock import day_of, start_of
from leads.models import DoNotCall, FollowUp
from leads.models.querysets.lead import bought


@dataclass(frozen=True)
class Owed:
    """Whose customer this is among those who owe them something, and since when that was due."""

    person: int
    since: datetime


def overdue(store: Store, *, now: datetime, person: User | None = None) -> dict[int, Owed]:
    """Return {lead: who owes it what was due before today}: each lead once, its agent's before its specialist's before anybody else's. One query.

    Counted are the leads that stand in somebody's queue, whatever the hour: open, with a number, not on the do-not-call list, not looked after as
    buyers; and those that stand elsewhere by the rooms above. With `person` only theirs.
    """
    today = start_of(day_of(now, store.zone), store.zone)
    open_here = {"lead__store": store, "lead__closed_at": None, "lead__annulled_at": None}  # word for word what the index of open leads holds
    owed = FollowUp.objects.filter(store=store, done_at=None, due_at__lt=today, agent__isnull=False, **open_here)
    if person is not None:
        owed = owed.filter(lead__in=owed.filter(agent=person).order_by().values("lead"))
    found: dict[int, tuple[int, Owed]] = {}
    rows = owed.filter(_stands(store, now), still_owed()).order_by("due_at", "id")
    for lead, who, since, agent, reception in rows.values_list("lead", "agent", "due_at", "lead__agent", "lead__reception"):
        rank = 0 if who == agent else 1 if who == reception else 2
        if lead not in found or rank < found[lead][0]:
            found[lead] = rank, Owed(who, since)
    return {lead: one for lead, (_rank, one) in found.items() if person is None or one.person == person.pk}


def broken_promises(store: Store, *, now: datetime) -> QuerySet[FollowUp]:
    """The promised calls whose moment has passed and that nobody made (承诺已过), of leads that stand in somebody's queue or elsewhere, as `overdue` asks."""
    open_here = {"lead__store": store, "lead__closed_at": None, "lead__annulled_at": None}
    owed = FollowUp.objects.filter(store=store, done_at=None, kind="callback", due_at__lt=now, agent__isnull=False, **open_here)
    return owed.filter(_stands(store, now), still_owed())


def _stands(store: Store, now: datetime) -> Q:
    """The follow-ups whose lead stands in the queue of whoever owes them, or elsewhere."""
    barred = DoNotCall.objects.holding(now).filter(store=store, phone=OuterRef("lead__phone"))
    stands = Q(lead__phone__gt="") & ~Exists(barred)
    for elsewhere in sockets.stands_elsewhere:
        stands |= elsewhere()
    return stands


def still_owed() -> Q:
    """Of follow-ups, those somebody is to call about: who has bought is rung only as promised, or by whoever receives them."""
    return Q(kind="callback") | Q(agent=F("lead__reception")) | ~bought("lead")
