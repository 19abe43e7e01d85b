"""Whether somebody who came by a transfer was released by the director: no further cycle makes them transferred again (docs/rules/domain.md#transferred)."""

from datetime import datetime

from leads.models import Lead


def was_released(last: Lead, at: datetime) -> bool:
    """Whether the director had released the person of a lead at a moment, and no card was confirmed since."""
    since = last.released_at
    return since is not None and since <= at and not last.inquiries.filter(channel__source="transfer", received_at__gt=since).exists()
