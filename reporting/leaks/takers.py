"""By what the leak map may be narrowed, and who could have what leaks."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from dcc.models import Store
from dcc.store.store_settings import values_at
from leads.dealing.agents import agents_of
from leads.models import Channel, Lead


@dataclass(frozen=True)
class Taker:
    """An agent who is there today: how many they hold, and the most lines may give them in a day."""

    pk: int
    name: str
    holds: int
    cap: int


def takers(store: Store, now: datetime) -> list[Taker]:
    """Return the agents who are there today."""
    held = dict(Lead.objects.in_hand().filter(store=store).order_by().values_list("agent").annotate(count=Count("pk")))
    there = [agent for agent in agents_of(store, values_at(store, now), at=now, now=now) if not agent.is_away]
    return [Taker(agent.person.pk, agent.person.name, held.get(agent.person.pk, 0), agent.share.cap) for agent in there]


def channel_names(store: Store, pks: Collection[int]) -> list[tuple[int, str]]:
    """Return the channels of what leaks, by name."""
    return list(Channel.objects.filter(store=store, pk__in=pks).order_by("name").values_list("pk", "name"))
