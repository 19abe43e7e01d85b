"""Whom one may invite to a campaign, of the leads a filter finds: each lead in the first part that holds, so that they add up."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from calls.models import Appointment
from dcc.models import User
from dcc.reckoning.clock import range_of
from leads.models import Campaign, DoNotCall, FollowUp, Lead
from leads.models.querysets.lead import bought
from leads.pool.filters import LeadFilter, asks_for_open

PARTS = ("invited", "closed", "barred", "no_number", "bought", "expected", "nobodys", "free")
ORDER = {"H": 0, "A": 1, "": 2, "L": 3, "F": 4}  # high intent first


@dataclass(frozen=True)
class Choice:
    """The leads a filter finds by part, `free` may be invited; and how many of these each agent has."""

    parts: dict[str, int]
    queues: Counter[int]

    @property
    def matching(self) -> int:
        """All that the filter finds."""
        return sum(self.parts.values())

    @property
    def free(self) -> int:
        """Those one may invite."""
        return self.parts["free"]

    @property
    def barred(self) -> list[tuple[str, int]]:
        """Why the others may not, but for those invited already."""
        return [(part, self.parts[part]) for part in PARTS[1:-1] if self.parts[part]]


def found(campaign: Campaign, params: Any, *, user: User, now: datetime) -> tuple[LeadFilter, QuerySet[Lead]]:
    """Return the filter of an address, and its leads, each with its `part`. What the filter refuses finds nobody."""
    filtered = LeadFilter(params, queryset=Lead.objects.visible_to(user, now=now, only_open=asks_for_open(params)), user=user, now=now)
    for name in ("batch", "registered"):  # by neither does one choose whom to invite
        filtered.filters.pop(name, None)
    rows = filtered.qs if filtered.form.is_valid() else Lead.objects.none()
    return filtered, rows.annotate(part=_part(campaign, now))


def _part(campaign: Campaign, now: datetime) -> Case:
    start, end = range_of(campaign.first_day, campaign.last_day, campaign.store.zone)
    invited = FollowUp.objects.filter(Q(lead=OuterRef("pk")) | Q(lead__merged_into=OuterRef("pk")), campaign=campaign)
    barred = DoNotCall.objects.holding(now).filter(store=OuterRef("store"), phone=OuterRef("phone"))
    expected = Appointment.objects.running().filter(lead=OuterRef("pk"), scheduled_for__gte=start, scheduled_for__lt=end)
    return Case(
        When(Exists(invited), then=Value("invited")),
        When(closed_at__isnull=False, then=Value("closed")),
        When(Q(phone=None), then=Value("no_number")),
        When(Exists(barred), then=Value("barred")),
        When(bought("pk"), then=Value("bought")),
        When(Exists(expected), then=Value("expected")),
        When(agent=None, then=Value("nobodys")),
        default=Value("free"),
    )


def choice_of(rows: QuerySet[Lead]) -> Choice:
    """Count the leads of each part, and those of each agent: one question."""
    counted, queues = dict.fromkeys(PARTS, 0), Counter[int]()
    for part, agent in rows.order_by().values_list("part", "agent"):
        counted[part] += 1
        if part == "free":
            queues[agent] += 1
    return Choice(counted, queues)


def of_part(rows: QuerySet[Lead], part: str) -> QuerySet[Lead]:
    """Return those of a part."""
    return rows.filter(part=part)


def in_order(leads: Sequence[Lead]) -> list[Lead]:
    """Return leads in the order in which they are called: high intent first, then who was spoken with last."""
    latest_first = sorted(leads, key=lambda lead: (lead.last_call_at is not None, lead.last_call_at or lead.received_at, lead.pk), reverse=True)
    return sorted(latest_first, key=lambda lead: ORDER.get(lead.grade, 2))
