"""The store's own customers invited to a campaign: each stands in their agent's queue (docs/rules/domain.md#campaigns)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from dcc.errors import Changed, Refused
from dcc.models import Store, User, taken_back
from dcc.reckoning.clock import WorkingHours, day_of
from dcc.store.store_settings import values_at, working_hours
from dcc.trail import audit
from leads.models import Campaign, FollowUp, Lead
from reception.campaigns.invitable import choice_of, in_order, of_part
from reception.campaigns.rounds import invitations_of
from reception.campaigns.spreading import spread

MOST = 1000  # at once


@transaction.atomic
def invite_found(campaign: Campaign, rows: QuerySet[Lead], *, count: int, by: User, now: datetime) -> int:
    """Invite those of `rows` (`invitable.found`) whom one may invite, into the queues of their agents, beside their next step. Return how many.

    Due by the day before the campaign, spread over the working days until then. Refused where another number is found now than was shown, once the
    campaign is over, and beyond a thousand.
    """
    Store.objects.select_for_update(of=("self",)).get(pk=campaign.store_id)
    if campaign.last_day < day_of(now, campaign.store.zone):
        raise Refused(_("%(name)s is over: nobody can be invited to it.") % {"name": campaign.name})
    free = choice_of(rows).free
    if free != count:
        raise Changed(_("%(count)d were shown, %(now)d may be invited now. Nobody was invited; look at them anew.") % {"count": count, "now": free})
    if not free or free > MOST:
        raise Refused(_("Choose between 1 and %(most)s customers.") % {"most": f"{MOST:,}"})
    leads = in_order(list(of_part(rows, "free").order_by("pk")))
    hours = working_hours(campaign.store, values_at(campaign.store, now))
    FollowUp.objects.bulk_create(_invitations(campaign, leads, hours, now))
    audit.record("campaign.invite", campaign, by=by, now=now, count=free)
    return free


def _invitations(campaign: Campaign, leads: Iterable[Lead], hours: WorkingHours, now: datetime) -> list[FollowUp]:
    of_agent: dict[int, list[Lead]] = defaultdict(list)
    for lead in leads:
        of_agent[lead.agent_id or 0].append(lead)
    days = _days(campaign, hours, now)
    made = []
    for own in of_agent.values():
        for lead, day in zip(own, spread(len(own), days), strict=True):
            facts = {"store_id": lead.store_id, "lead": lead, "agent_id": lead.agent_id, "kind": "campaign", "created_at": now}
            made.append(FollowUp(due_at=max(now, hours.hours_of(day)[0]), campaign=campaign, note=campaign.name, **facts))
    return made


def _days(campaign: Campaign, hours: WorkingHours, now: datetime) -> list[date]:
    """The working days on which one may still call: from today, or the next where it is late, until the day before the campaign."""
    first = day_of(hours.next_opening(now), hours.zone)
    number = max((campaign.first_day - first).days, 1)
    days = [first + timedelta(days=ahead) for ahead in range(number)]
    return [day for day in days if hours.works_on(day)] or [first]


@transaction.atomic
def withdraw_invitations(campaign: Campaign, made_at: datetime, *, by: User, now: datetime) -> int:
    """Take back the invitations of one moment that nobody has called for yet. Return how many; refused where none is left."""
    Store.objects.select_for_update(of=("self",)).get(pk=campaign.store_id)
    batch = invitations_of(campaign).filter(made_at=made_at, done_at=None)
    uncalled = batch.exclude(lead__last_call_at__gte=F("made_at"))
    count = FollowUp.objects.filter(pk__in=list(uncalled.values_list("pk", flat=True))).update(**taken_back(by=by, now=now))
    if not count:
        raise Refused(_("Everybody of these was called already, or the invitation was taken back."))
    audit.record("campaign.withdraw", campaign, by=by, now=now, count=count)
    return count
