"""Leads in hand that nobody has touched: no call, no visit, no appointment (docs/rules/domain.md#shifts-end, #untouched-leads)."""

from datetime import datetime

from django.db.models import Q

from leads import sockets
from leads.models import Lead
from leads.models.querysets.lead import LeadQuerySet


def untouched(now: datetime) -> LeadQuerySet:
    """The open leads in an agent's hand that have had no call, visit or appointment, nor are just being dialled."""
    met = Q(pk__in=[])
    for touched in sockets.met:
        met |= touched(now)
    return Lead.objects.in_hand().filter(first_call_at=None, invited_at=None, visited_at=None).exclude(met)
