"""What came of campaigns: invited, confirmed, came, ordered, and the cost of each. The one definition of these figures."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from calls.models import Appointment, Call
from leads.models import Campaign, FollowUp
from reception.models import Order, Visit
from reception.models.querysets.visit import LOOK

WHO = Coalesce("lead__merged_into", "lead")  # people are counted: who was merged into another lead is that one's
STAGES = ("invited", "confirmed", "came", "ordered")


@dataclass(frozen=True)
class Effect:
    """The figures of one campaign, or of several together."""

    spent: Decimal = Decimal(0)
    budget: Decimal = Decimal(0)
    invited: int = 0
    confirmed: int = 0
    came: int = 0
    ordered: int = 0

    def each(self, stage: str) -> Decimal | None:
        """What was spent ÷ how many, in whole yuan; None without any."""
        number = getattr(self, stage)
        return (self.spent / number).quantize(Decimal(1), ROUND_HALF_UP) if number else None

    @property
    def costs(self) -> list[Decimal | None]:
        """The cost of each stage."""
        return [self.each(stage) for stage in STAGES]


def rows_of(stage: str, campaigns: Iterable[Campaign]) -> QuerySet:
    """Return the rows that a figure counts: leads invited, their appointments, their visits, the orders of those who came."""
    among = {"campaign__in": [campaign.pk for campaign in campaigns]}
    if stage == "invited":
        return FollowUp.objects.filter(**among)
    if stage == "not_reached":
        spoken = Call.objects.filter(lead=Coalesce(OuterRef("lead__merged_into"), OuterRef("lead")), outcome="connected", at__gte=OuterRef("created_at"))
        return FollowUp.objects.filter(~Exists(spoken), **among)
    if stage == "confirmed":
        return Appointment.objects.filter(**among).exclude(status__in=("cancelled", "moved"))
    if stage == "came":
        return visits_of(among)
    return Order.objects.filter(Exists(visits_of(among).filter(lead=OuterRef("lead"), at__lte=OuterRef("at"))), cancelled_at=None)


def leads_behind(stage: str, campaign: Campaign) -> list[tuple[int, datetime]]:
    """Return whose rows a figure counts, each with its moment, the latest first; an invitation or appointment of one lead once."""
    moment = "created_at" if stage in ("invited", "not_reached") else "at"
    rows = list(rows_of(stage, [campaign]).order_by(f"-{moment}", "-pk").values_list(WHO, moment))
    return rows if stage in ("came", "ordered") else list({lead: (lead, at) for lead, at in reversed(rows)}.values())[::-1]


def visits_of(among: dict) -> QuerySet[Visit]:
    """Return the visits that name some campaigns and count: DCC's, to look at a car."""
    return Visit.objects.filter(**among, tag="dcc", purpose=LOOK)


def effects_of(campaigns: Sequence[Campaign]) -> dict[int, Effect]:
    """Return what came of some campaigns: four questions."""
    counted: dict[int, dict[str, int]] = defaultdict(dict)
    for stage in ("invited", "confirmed", "came"):
        for campaign, number in rows_of(stage, campaigns).order_by().values_list("campaign").annotate(number=Count(WHO, distinct=stage != "came")):
            counted[campaign][stage] = number
    for campaign, number in _orders(campaigns).items():
        counted[campaign]["ordered"] = number
    return {each.pk: Effect(each.spent or Decimal(0), each.budget, **counted[each.pk]) for each in campaigns}


def _orders(campaigns: Sequence[Campaign]) -> dict[int, int]:
    """Return how many orders stand of those who came to each campaign, signed at the visit or after; an order counts once in a campaign."""
    came = visits_of({"campaign__in": [campaign.pk for campaign in campaigns]})
    signed = Order.objects.filter(lead__in=came.values("lead"), cancelled_at=None).values_list("pk", "lead", "at")
    orders: dict[int, list] = defaultdict(list)
    for pk, lead, at in signed:
        orders[lead].append((pk, at))
    found: dict[int, set[int]] = defaultdict(set)
    for campaign, lead, at in came.values_list("campaign", "lead", "at"):
        found[campaign].update(pk for pk, signed_at in orders[lead] if signed_at >= at)
    return {campaign: len(pks) for campaign, pks in found.items()}


def total_of(effects: Iterable[Effect]) -> Effect:
    """Return the sum of some effects."""
    effects = list(effects)
    sums = {name: sum(getattr(each, name) for each in effects) for name in STAGES}
    return Effect(sum((each.spent for each in effects), Decimal(0)), sum((each.budget for each in effects), Decimal(0)), **sums)


def state_of(campaign: Campaign, effect: Effect, today: date) -> str:
    """Return where a campaign stands: over, inviting, planned."""
    if campaign.last_day < today:
        return "over"
    return "inviting" if effect.invited else "planned"
