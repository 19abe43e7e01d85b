"""What stands open in a store at a moment (月初遗留): open leads by level and by agent, orders signed and not delivered. A fixed number of queries."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from calls.models import Call
from dcc.models import Store, User
from leads.models import Allocation, Lead
from reception.models import Order


def stock_of(store: Store, moment: datetime) -> dict[str, Any]:
    """Return {"levels": {level: leads}, "agents": {username: leads}, "orders": count}; "" is no level, nobody."""
    said = Call.objects.filter(lead=OuterRef("pk"), at__lt=moment).exclude(level="").order_by("-at", "-pk")
    given = Allocation.objects.filter(lead=OuterRef("pk"), at__lt=moment).order_by("-at", "-pk")
    still = Q(closed_at=None) | Q(closed_at__gte=moment)
    leads = Lead.objects.filter(still, store=store, opened_at__lt=moment).order_by()
    stated = leads.annotate(said=Subquery(said.values("level")[:1]), given=Subquery(given.values("agent")[:1])).values_list("said", "given")
    levels, agents = Counter[str](), Counter[int | None]()
    for level, agent in stated.iterator():
        levels[level or ""] += 1
        agents[agent] += 1
    names = dict(User.objects.filter(pk__in=[pk for pk in agents if pk]).values_list("pk", "username"))
    by_name = {names.get(pk, "") if pk else "": count for pk, count in agents.items()}
    return {"levels": dict(levels), "agents": by_name, "orders": _orders_running(store, moment)}


def _orders_running(store: Store, moment: datetime) -> int:
    """How many orders ran at a moment: those that run still, and those handed over or cancelled since, each found by an index of its own."""
    signed = Order.objects.filter(store=store, at__lt=moment)
    delivered = signed.filter(delivered_at__gte=moment).exclude(cancelled_at__lt=moment)
    cancelled = signed.filter(cancelled_at__gte=moment, delivered_at=None)
    return signed.running().count() + delivered.count() + cancelled.count()
