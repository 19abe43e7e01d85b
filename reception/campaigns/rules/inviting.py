"""The store's own customers invited to a campaign: each stands in their agent's queue (docs/rules/domain.md#campaigns)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import Store, User, taken_back
from dcc.reckoning.clock import WorkingHours, day_of
from dcc.roster.duty_hours import DutyHours
from dcc.store.store_settings import values_at, working_hours
from dcc.trail import audit
from leads.models import Campaign, FollowUp, Lead
from leads.pool.whole_list import check_number
from reception.campaigns.invitable import choice_of, in_order, of_part
from reception.campaigns.rounds import invitations_of
from reception.campaigns.spreading import spread

MOST = 1000  # at once


@transaction.atomic
def invite_found(campaign: Campaign, rows: QuerySet[Lead], *, count: int, by: User, now: datetime) -> int:
    """Invite those of `rows` (`invitable.found`) whom one may invite, into the queues of their agents, beside their next step. Return how many.

    Due by the day before the campaign, spread over the days until then on which their agent works by the roster. Refused where another number is found
    now than was shown, once the campaign is over, and beyond a thousand.
    """
    Store.objects.select_for_update(of=("self",)).get(pk=campaign.store_id)
    if campaign.last_day < day_of(now, campaign.store.zone):
        raise Refused(_("%(name)s is over: nobody can be invited to it.") % {"name": campaign.name})
    free = choice_of(rows).free
    check_number(count, free)
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
    duty = DutyHours(campaign.store, list(of_agent), days[0], days[-1], hours=hours)
    made = []
    for agent, own in of_agent.items():
        begins = _begins(duty, agent, days, now) or {day: hours.hours_of(day)[0] for day in days}
        for lead, day in zip(own, spread(len(own), list(begins)), strict=True):
            facts = {"store_id": lead.store_id, "lead": lead, "agent_id": lead.agent_id, "kind": "campaign", "created_at": now}
            made.append(FollowUp(due_at=max(now, begins[day]), campaign=campaign, note=campaign.name, **facts))
    return made


def _begins(duty: DutyHours, agent: int, days: Sequence[date], now: datetime) -> dict[date, datetime]:
    """On which of some days somebody is on duty yet, and from when."""
    spans = {day_of(starts, duty.zone): (starts, ends) for starts, ends in duty.spans(agent, days[0])}
    return {day: spans[day][0] for day in days if day in spans and spans[day][1] > now}


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
