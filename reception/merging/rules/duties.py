"""What is owed to a lead, and applied for, when it is merged into another: ended there, opened again here; and as before when the two are separated."""

from datetime import datetime

from calls.appointments.rules.appointments import mark_no_show
from calls.appointments.running import running_of
from calls.desk.retry import NO_SHOW_AFTER
from calls.desk.rules.putting_back import run_on
from calls.models import Appointment
from dcc.database.one_row import insert
from dcc.models import User, taken_back
from leads.grading.rules.closing_leads import UNDECIDED
from leads.models import FollowUp, Lead, Proposal, Request

MERGED = "merged"


def carry_duties(younger: Lead, kept: Lead, *, now: datetime) -> None:
    """End what is owed to the younger lead and owe it to the kept one: of one kind, campaign and person the one due earlier alone.

    The application of the younger is made again where the kept lead has none; what it requested lapses, as with any end.
    """
    for owed in FollowUp.objects.filter(lead=younger, done_at=None).order_by("due_at", "pk"):
        _end_follow_ups(FollowUp.objects.filter(pk=owed.pk), now)
        alike = FollowUp.objects.filter(lead=kept, kind=owed.kind, campaign=owed.campaign_id, agent=_owes(owed, younger, kept), done_at=None)
        if not alike.filter(due_at__lte=owed.due_at).exists():
            _end_follow_ups(alike, now)
            again = {"kind": owed.kind, "agent_id": _owes(owed, younger, kept), "due_at": owed.due_at, "note": owed.note, "campaign_id": owed.campaign_id}
            insert(FollowUp(store_id=kept.store_id, lead=kept, created_at=now, merged_from=younger, **again))
    for applied in Proposal.objects.open().filter(lead=younger):
        Proposal.objects.filter(pk=applied.pk).update(decided_at=now, ended_as=MERGED)
        if not Proposal.objects.open().filter(lead=kept).exists():
            again = {"kind": applied.kind, "by_id": applied.by_id, "reason": applied.reason}
            again |= {name: getattr(applied, name) for name in ("detail", "competitor", "why", "province", "city", "passed_to")}
            insert(Proposal(store_id=kept.store_id, lead=kept, at=now, merged_from=younger, **again))
    Request.objects.open().filter(lead=younger).update(decided_at=now, decision="lapsed")


def _owes(owed: FollowUp, younger: Lead, kept: Lead) -> int | None:
    """Return who owes it from now on: what was the reception specialist's is the specialist's of the kept lead, everything else its agent's."""
    was_specialists = owed.agent_id is not None and owed.agent_id == younger.reception_id != younger.agent_id
    return (kept.reception_id if was_specialists else None) or kept.agent_id


def _end_follow_ups(rows, now: datetime) -> None:
    rows.update(done_at=now, ended_as=MERGED)


def end_second_appointment(younger: Lead, kept: Lead, *, now: datetime) -> None:
    """End the younger's running appointment where the kept lead has one: cancelled, from its time on a no-show at once."""
    theirs = running_of(younger)
    if theirs is not None and theirs.scheduled_for + NO_SHOW_AFTER <= now:  # the worker has not come to it yet
        mark_no_show(theirs)
        theirs = None
    if theirs is not None and running_of(kept) is not None:
        status = "cancelled" if theirs.scheduled_for > now else "no_show"
        Appointment.objects.filter(pk=theirs.pk).update(status=status, ended_at=now, ended_as=MERGED)


def take_back_duties(younger: Lead, kept: Lead, *, merged_at: datetime, by: User, now: datetime) -> None:
    """Take back what the merge opened again, and let stand what it had ended, on both leads.

    What ended on the kept lead in favour of one opened again ends as that one has ended since: that is how it would have ended.
    """
    for again in FollowUp.objects.filter(lead=kept, merged_from=younger, created_at=merged_at).order_by("due_at", "pk"):
        former = FollowUp.objects.filter(lead=kept, kind=again.kind, campaign=again.campaign_id, agent=again.agent_id, done_at=merged_at, ended_as=MERGED)
        former.update(done_at=again.done_at, ended_as=again.ended_as)
        FollowUp.objects.filter(pk=again.pk).update(**taken_back(by=by, now=now))
    for ended in FollowUp.objects.filter(lead__in=(kept, younger), done_at=merged_at, ended_as=MERGED):
        _owe_as_before(ended, merged_at)
    Proposal.objects.filter(lead=kept, merged_from=younger, at=merged_at).update(**taken_back(by=by, now=now))
    Proposal.objects.filter(lead=younger, decided_at=merged_at, ended_as=MERGED).update(**UNDECIDED, ended_as="")
    Request.objects.filter(lead=younger, decided_at=merged_at, decision="lapsed").update(**UNDECIDED)


def _owe_as_before(ended: FollowUp, merged_at: datetime) -> None:
    """Owe it again; where another of its kind was agreed with the same person since, it was replaced by that one."""
    alike = FollowUp.objects.filter(lead=ended.lead_id, kind=ended.kind, campaign=ended.campaign_id, agent=ended.agent_id)
    since = alike.filter(created_at__gt=merged_at).order_by("created_at", "pk").first()
    facts = {"done_at": since.created_at, "ended_as": "replaced"} if since else {"done_at": None, "ended_as": ""}
    FollowUp.objects.filter(pk=ended.pk).update(**facts)


def let_run_again(younger: Lead, *, merged_at: datetime, by: User, now: datetime) -> None:
    """Let the appointment run on that the merge had ended; where its hour is over it is a no-show of that moment."""
    for ended in Appointment.objects.filter(lead=younger, ended_at=merged_at, ended_as=MERGED).select_related("lead__store", "agent"):
        Appointment.objects.filter(pk=ended.pk).update(ended_as="")
        run_on(ended, by=by, now=now)
