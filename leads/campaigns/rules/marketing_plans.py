"""Campaigns, planned and changed by marketing."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import Store, User
from dcc.trail import audit
from leads.models import Campaign, FollowUp

TOLD = ("name", "first_day", "last_day", "budget", "spent")  # of the plan, on the trail


@transaction.atomic
def plan_campaign(store: Store, *, facts: dict[str, Any], by: User, now: datetime) -> Campaign:
    """Plan a campaign: its days, budget, and what one tells the customer. Refused where it ends before it begins."""
    _check(facts)
    campaign = Campaign.objects.create(store=store, by=by, at=now, **facts)
    audit.record("campaign.plan", campaign, by=by, now=now, after=_told(campaign))
    return campaign


@transaction.atomic
def change_campaign(campaign: Campaign, *, facts: dict[str, Any], by: User, now: datetime) -> bool:
    """Change the plan, or write what was spent. False if nothing differs. Its days stay once somebody was invited to them."""
    _check(facts)
    stored = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if all(getattr(stored, name) == value for name, value in facts.items()):
        return False
    moved = (facts["first_day"], facts["last_day"]) != (stored.first_day, stored.last_day)
    if moved and FollowUp.objects.filter(campaign=stored).exists():
        raise Refused(_("Customers were invited for these days already: they stay."))
    before = _told(stored)
    for name, value in facts.items():
        setattr(stored, name, value)
    stored.save(update_fields=list(facts))
    audit.record("campaign.change", stored, by=by, now=now, before=before, after=_told(stored))
    return True


def _check(facts: dict[str, Any]) -> None:
    if facts["last_day"] < facts["first_day"]:
        raise Refused(_("The campaign ends before it begins."), about="last_day")


def _told(campaign: Campaign) -> dict[str, str]:
    return {name: "" if (value := getattr(campaign, name)) is None else str(value) for name in TOLD}
