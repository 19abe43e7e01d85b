"""Whoever did not come is called again, until they come after all or another day is agreed (docs/rules/domain.md#nobody-stands-nowhere)."""

from datetime import datetime, time

from django.db.models import QuerySet

from calls.appointments.running import running_of
from calls.desk.queue import blocked_phones
from calls.desk.retry import NO_SHOW_AFTER, after_no_show
from calls.models import Appointment, Call
from dcc.store.store_settings import values_at
from leads.customer.rules.following_up import open_follow_up, whose_duties
from leads.models import FollowUp, Lead
from leads.models.querysets.lead import bought


def owe_call(lead: Lead, *, at: datetime) -> None:
    """Owe a lead a call of its agent since somebody was missed at a moment; of the pool's nobody's yet, until it is given to somebody.

    Not owed where nobody is to be called: closed, bought, on the do-not-call list, expected on another day; nor where its agent called since, whenever the
    worker comes to it. Part of a verb.
    """
    if not _is_called(lead, at) or any(whose_duties(lead, call.agent) == lead.agent for call in Call.objects.contacts_since(lead, at)):
        return
    values = values_at(lead.store, at)
    first, last = time.fromisoformat(values["call_from"]), time.fromisoformat(values["call_until"])
    open_follow_up(lead, kind="retry", due_at=after_no_show(at, first=first, last=last, zone=lead.store.zone), agent=lead.agent, now=at)


def _is_called(lead: Lead, at: datetime) -> bool:
    if lead.closed_at is not None or running_of(lead) is not None or Lead.objects.filter(bought("pk"), pk=lead.pk).exists():
        return False
    return not lead.phone or not blocked_phones(lead.store, [lead.phone], now=at)


def end_owed_calls(lead: Lead, *, ended_as: str, now: datetime, missed: Appointment | None = None) -> None:
    """End what is owed because somebody did not come: for one appointment, else for any of the lead's. Part of a verb."""
    _owed(lead, missed).filter(done_at=None).update(done_at=now, ended_as=ended_as)


def owe_calls_again(lead: Lead, ended_at: datetime, *, ended_as: str, missed: Appointment | None = None) -> None:
    """Let run again what a deed of a moment had ended in this way, where it is taken back.

    Part of a verb. What the call ended in which it was booked stays ended: that call stands.
    """
    _owed(lead, missed).filter(done_at=ended_at, ended_as=ended_as).update(done_at=None, ended_as="")


def _owed(lead: Lead, missed: Appointment | None) -> QuerySet[FollowUp]:
    """The retries that stand since the hour of an appointment of this lead was over."""
    rows = Appointment.objects.filter(lead=lead) if missed is None else Appointment.objects.filter(pk=missed.pk)
    moments = rows.values_list("scheduled_for", flat=True)
    return FollowUp.objects.filter(lead=lead, kind="retry", created_at__in=[moment + NO_SHOW_AFTER for moment in moments])
