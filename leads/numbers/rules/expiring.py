"""A privacy number that ends does so by itself, at its moment (docs/rules/domain.md#virtual-numbers)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.db.models.functions import Coalesce

from dcc.database.prepared import prepared
from dcc.trail import audit
from leads.customer.merged_numbers import open_by_number
from leads.customer.rules.following_up import end_follow_ups
from leads.customer.rules.locking import hold
from leads.intake.rules.collecting import hold_door
from leads.models import Lead
from leads.numbers.rules.renumbering import write_number


def expire_numbers(*, now: datetime) -> int:
    """End the numbers whose moment has come, in the order of these moments, however late this runs. Return how many."""
    return sum(expire_number(lead, now=now) for lead in _ended(now))


@prepared
def _ended(now):
    ending = Lead.objects.filter(closed_at=None, phone__isnull=False, phone_until__lte=now)
    return ending.select_related("store", "agent", "reception", "channel").order_by("phone_until", "pk")


@transaction.atomic
def expire_number(lead: Lead, *, now: datetime) -> bool:
    """End one number with its moment: a second one that no open lead has takes its place, else the lead waits for the leader. False where it ended before.

    The door first: nobody else takes the second number meanwhile.
    """
    hold_door(lead.store)
    lead = hold(lead)
    at, second = lead.phone_until, lead.second_phone
    if lead.closed_at is not None or not lead.phone or at is None or at > now:
        return False
    if second and not open_by_number(lead.store_id, [second]):
        write_number(lead, second, basis="expired", by=None, at=at, second_phone="")
    else:
        write_number(lead, "", basis="expired", until=at, by=None, at=at, review_since=Coalesce(F("review_since"), at))
        end_follow_ups(lead, ended_as="no_number", now=at)
        second = ""
    taken: dict[str, Any] = {"second_number": True} if second else {}
    audit.record("lead.number_ended", lead, by=None, now=at, **taken)
    return True


def until_of(lead: Lead, number: str) -> datetime | None:
    """Return until when a number of a lead holds, as the inquiries that brought it say: what a lead says of a number it has again."""
    return lead.inquiries.filter(phone=number).aggregate(until=Max("phone_until"))["until"]
