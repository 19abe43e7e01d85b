"""By when whoever rang in vain is to be rung back (docs/rules/domain.md#missed-calls)."""

from datetime import datetime

from dcc.store.store_settings import values_at, working_hours
from leads.models import Lead


def ring_back_by(lead: Lead, at: datetime) -> datetime | None:
    """Return the moment: the limit of the first response in the lead's channel, in working minutes from the call. None where a store never works."""
    values = values_at(lead.store, at)
    try:
        return working_hours(lead.store, values).add_minutes(at, lead.channel.first_response_minutes or values["first_response_minutes"])
    except (ValueError, OverflowError):
        return None
