"""多次未接通: only after the whole ladder of calls, on at least two days (docs/rules/domain.md#invalid)."""

from datetime import datetime

from django.utils.translation import gettext as _

from calls.models import Call
from dcc.reckoning.clock import day_of
from dcc.store.store_settings import value
from leads.models import Lead


def enough_calls(lead: Lead, kind: str, meaning: str, now: datetime) -> str | None:
    """Return why a lead may not yet be proposed as never reached, None for every other proposal."""
    if kind != "invalid" or meaning != "never_reached":
        return None
    needed = len(value(lead.store, "retry_ladder", now)) + 1
    calls = Call.objects.filter(lead=lead, direction="out").exclude(outcome="connected")
    tried = list(calls.filter(at__gt=lead.reached_at) if lead.reached_at else calls)
    if len(tried) < needed:
        return _("Only after %(needed)d unanswered calls; so far %(count)d.") % {"needed": needed, "count": len(tried)}
    if len({day_of(call.known_at, lead.store.zone) for call in tried}) < 2:  # days the server knew of, not stated ones
        return _("Only after unanswered calls on at least two days.")
    return None
