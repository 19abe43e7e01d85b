"""Which open leads may be one person (docs/rules/domain.md#merging): proposed, never decided. A fixed number of queries."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from dcc.models import User
from leads.models import NO_NAME, Lead, ToldApart
from leads.models.querysets.lead import LeadQuerySet

WITHIN = timedelta(days=30)
MOST = 50
SECOND_PHONE, ALIKE = "second_phone", "alike"
PROPOSED = {SECOND_PHONE: _("Second number"), ALIKE: _("Name and car model")}


@dataclass(frozen=True)
class Pair:
    """Two leads, the one entered first named first, and why they may be one person."""

    one: int
    other: int
    why: str


def proposed(user: User, now: datetime) -> list[Pair]:
    """Return the pairs that may be one person, the second numbers first; without those somebody has told apart."""
    leads = Lead.objects.visible_to(user, now=now).open()
    apart = set(ToldApart.objects.filter(store=user.store).values_list("lead", "other"))
    found: dict[tuple[int, int], Pair] = {}
    for why, rows in ((SECOND_PHONE, _by_second_phone(leads)), (ALIKE, _alike(leads))):
        for one, other in rows:
            pair = (min(one, other), max(one, other))
            if pair not in apart:
                found.setdefault(pair, Pair(*pair, why))
    return list(found.values())[:MOST]


def _by_second_phone(leads: LeadQuerySet) -> Iterator[tuple[int, int]]:
    """The second number of one is the number of the other."""
    seconds = list(leads.exclude(second_phone="").order_by("received_at", "pk").values_list("pk", "second_phone"))
    numbers = dict(leads.filter(phone__any_of=[number for _pk, number in seconds]).values_list("phone", "pk")) if seconds else {}
    return ((pk, numbers[second]) for pk, second in seconds if numbers.get(second, pk) != pk)


def _alike(leads: LeadQuerySet) -> Iterator[tuple[int, int]]:
    """Called the same, the same model in mind, arrived within thirty days of each other."""
    named = leads.exclude(name__in=("", NO_NAME)).exclude(model="")
    near = {"received_at__gte": OuterRef("received_at") - WITHIN, "received_at__lte": OuterRef("received_at") + WITHIN}
    twin = named.filter(store=OuterRef("store"), name=OuterRef("name"), model=OuterRef("model"), **near).exclude(pk=OuterRef("pk"))
    rows = list(named.filter(Exists(twin)).order_by("received_at", "pk").values_list("pk", "name", "model", "received_at"))
    for place, (pk, name, model, at) in enumerate(rows):
        for other, *same, later in rows[place + 1 :]:
            if later - at > WITHIN:
                break
            if same == [name, model]:
                yield pk, other
