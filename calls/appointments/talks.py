"""What was said about a visit that lies ahead: its last confirmation, and when its customer was last spoken with."""

from datetime import datetime, time
from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from calls.appointments.confirming import CallWindow
from calls.models import Call, Confirmation
from calls.models.querysets.appointment import AppointmentQuerySet
from dcc.models import Store

KNOWN = Coalesce("logged_at", "at")  # what was stated later ends a duty when it was written


def calling_of(store: Store, values: dict[str, Any]) -> CallWindow:
    """Return the hours in which this store calls, by its settings of a moment."""
    return CallWindow(time.fromisoformat(values["call_from"]), time.fromisoformat(values["call_until"]), store.zone)


def with_talks(rows: AppointmentQuerySet) -> AppointmentQuerySet:
    """Appointments with `confirmed_at` and `spoken_at`, as the windows of confirming are judged by."""
    return rows.annotate(confirmed_at=_last(confirmations(), F("at")), spoken_at=_last(_calls().filter(outcome="connected"), KNOWN))


def confirmations() -> QuerySet[Confirmation]:
    """The confirmations of the appointment of an outer query."""
    return Confirmation.objects.filter(appointment=OuterRef("pk"))


def in_vain_since(start: datetime) -> Subquery:
    """How often the customer of an appointment was called in vain from a moment on."""
    calls = _calls().filter(direction="out", at__gte=start).exclude(outcome="connected").order_by().values("lead")
    return Subquery(calls.annotate(count=Count("pk")).values("count"))


def _calls():
    return Call.objects.filter(lead=OuterRef("lead"))


def _last(rows: QuerySet, moment: Any) -> Subquery:
    return Subquery(rows.annotate(last=moment).order_by("-last").values("last")[:1])
