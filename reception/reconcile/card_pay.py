"""Whether a card pays: the one place that says so (docs/rules/domain.md#card, #the-showroom-has-them)."""

from collections.abc import Collection

from calls.models import Card, CardCheck
from leads.models import Lead
from reception.models import Claim

CLAIMED, VOID = "claimed", "void"


def unpaid(leads: Collection[int]) -> dict[int, str]:
    """Return why the cards of these leads pay nothing, by lead; a card that pays is left out.

    `claimed`: the showroom's claim on the lead is open or granted; `void`: the last check of the card that stands found it not true.
    """
    why = dict.fromkeys(Claim.objects.filter(lead__in=leads).exclude(decision="ours").values_list("lead_id", flat=True), CLAIMED)
    opened = dict(Card.objects.filter(lead__in=leads).values_list("lead_id", "at"))
    last: dict[int, bool] = {}
    for lead, at, upheld in CardCheck.objects.filter(lead__in=leads).order_by("at", "pk").values_list("lead_id", "at", "upheld"):
        if lead in opened and at >= opened[lead]:
            last[lead] = upheld
    return why | {lead: VOID for lead, upheld in last.items() if not upheld and lead not in why}


def pays(lead: Lead) -> bool:
    """Whether the card of this lead pays."""
    return lead.pk not in unpaid([lead.pk])
