"""By when a lead of the past wanted its first call, a missed one to be rung back: the settings and working hours of its own day.

docs/rules/measures.md#in-time, docs/rules/domain.md#missed-calls.
"""

from datetime import date, datetime
from functools import cache

from calls.models import Call
from dcc.database.bulk import chunked
from dcc.models import Store
from dcc.reckoning.clock import WorkingHours, day_of
from dcc.store.store_settings import values_at, working_hours
from leads.models import Channel


class Deadlines:
    """Answers for the stores of one file; settings are read once per day of a store."""

    def __init__(self) -> None:
        self._store = cache(lambda store_id: Store.objects.get(pk=store_id))
        self._limit = cache(lambda channel_id: Channel.objects.values_list("first_response_minutes", flat=True).get(pk=channel_id))
        self._days: dict[tuple[int, date], tuple[WorkingHours, int]] = {}

    def of(self, store_id: int, opened_at: datetime, channel_id: int, deadline: datetime | None) -> datetime | None:
        """Return the moment; a deadline that came with the lead overrides it. None where a store never works."""
        if deadline:
            return deadline
        store = self._store(store_id)
        day = day_of(opened_at, store.zone)
        if (store_id, day) not in self._days:
            values = values_at(store, opened_at)
            self._days[store_id, day] = working_hours(store, values), values["first_response_minutes"]
        hours, minutes = self._days[store_id, day]
        try:
            return hours.add_minutes(opened_at, self._limit(channel_id) or minutes)
        except (ValueError, OverflowError):
            return None

    def ring_back(self, store: Store) -> None:
        """Write by when whoever rang a store in vain was to be rung back, of whom no line says it."""
        missed = (
            Call.every.filter(store=store, direction="in", respond_by=None).exclude(outcome="connected").order_by("pk").values_list("pk", "at", "lead__channel")
        )
        for part in chunked(list(missed)):
            calls = [Call(pk=pk, respond_by=self.of(store.pk, at, channel, None)) for pk, at, channel in part]
            Call.every.bulk_update(calls, ["respond_by"])
