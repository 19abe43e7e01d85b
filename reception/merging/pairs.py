"""Which open leads may be one person (docs/rules/domain.md#merging): proposed, never decided. A fixed number of queries."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from calls.models import Call
from dcc.models import User
from leads.models import NO_NAME, Lead, ToldApart
from leads.models.querysets.lead import LeadQuerySet

WITHIN = timedelta(days=30)
LATELY = 2 * WITHIN  # who came before and was not told apart since is proposed no more
MOST = 50
REAL_NUMBER, SECOND_PHONE, ALIKE = "real_number", "second_phone", "alike"
PROPOSED = {REAL_NUMBER: _("Real number told"), SECOND_PHONE: _("Second number"), ALIKE: _("Name and car model")}


@dataclass(frozen=True)
class Pair:
    """Two leads, the one entered first named first, and why they may be one person."""

    one: int
    other: int
    why: str


def proposed(user: User, now: datetime) -> list[Pair]:
    """Return the pairs that may be one person, the real numbers told in calls first, then the second ones; without those somebody has told apart."""
    leads = Lead.objects.visible_to(user, now=now).open()
    apart = set(ToldApart.objects.filter(store=user.store).values_list("lead", "other"))
    found: dict[tuple[int, int], Pair] = {}
    for why, rows in ((REAL_NUMBER, _by_real_number(leads)), (SECOND_PHONE, _by_second_phone(leads)), (ALIKE, _alike(leads, now - LATELY))):
        for one, other in rows:
            pair = (min(one, other), max(one, other))
            if pair not in apart:
                found.setdefault(pair, Pair(*pair, why))
    return list(found.values())[:MOST]


def _by_real_number(leads: LeadQuerySet) -> Iterator[tuple[int, int]]:
    """The real number that one told in a call is the number of the other; the first told comes first."""
    told = list(Call.objects.exclude(real_number="").filter(lead__in=leads).order_by("at", "pk").values_list("lead_id", "real_number"))
    numbers = dict(leads.filter(phone__any_of=[number for _pk, number in told]).values_list("phone", "pk")) if told else {}
    return ((pk, numbers[number]) for pk, number in told if numbers.get(number, pk) != pk)


def _by_second_phone(leads: LeadQuerySet) -> Iterator[tuple[int, int]]:
    """The second number of one is the number of the other."""
    seconds = list(leads.exclude(second_phone="").order_by("received_at", "pk").values_list("pk", "second_phone"))
    numbers = dict(leads.filter(phone__any_of=[number for _pk, number in seconds]).values_list("phone", "pk")) if seconds else {}
    return ((pk, numbers[second]) for pk, second in seconds if numbers.get(second, pk) != pk)


def _alike(leads: LeadQuerySet, since: datetime) -> Iterator[tuple[int, int]]:
    """Called the same, the same model in mind, arrived within thirty days of each other, and the first of them since then."""
    named = leads.filter(received_at__gte=since).exclude(name__in=("", NO_NAME)).exclude(model="")
    twice = named.order_by().values("name", "model").annotate(number=Count("pk")).filter(number__gt=1)
    names = {name for name, _model, _number in twice.values_list("name", "model", "number")}
    rows = list(named.filter(name__in=names).order_by("received_at", "pk").values_list("pk", "name", "model", "received_at")) if names else []
    for place, (pk, name, model, at) in enumerate(rows):
        for other, *same, later in rows[place + 1 :]:
            if later - at > WITHIN:
                break
            if same == [name, model]:
                yield pk, other
