"""Telling people what happened to their leads."""

from collections.abc import Sequence
from datetime import datetime

from dcc.database.bulk import chunked
from dcc.models import Notice, Store
from leads.models import Lead


def tell_owners(store: Store, lead_ids: Sequence[int], *, now: datetime) -> None:
    """Tell the agent of each open lead that its person asked again (又来咨询了); set-wise, once per lead."""
    for part in chunked(sorted(set(lead_ids))):
        owners = Lead.objects.open().filter(store=store, pk__in=part, agent__isnull=False).values_list("pk", "agent_id").order_by("pk")
        Notice.objects.bulk_create(Notice(user_id=agent_id, kind="lead.again", lead_id=pk, at=now) for pk, agent_id in owners)
