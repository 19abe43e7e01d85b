"""What a reception specialist did with a customer, and what they owe next."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import User
from dcc.trail import audit
from leads.customer.rules.following_up import end_follow_ups, open_follow_up, whose_duties
from leads.customer.rules.locking import hold_open
from leads.models import FollowUp, Lead


@transaction.atomic
def note_follow_up(lead: Lead, *, done: str, next_step: str = "", due_at: datetime | None = None, by: User, now: datetime) -> None:
    """Write down what was done: what one owed this customer is done with it; a next step with its moment is owed from now on.

    Whoever stands in for the specialist does and owes it in their name.

    Refused where nothing is said, for a step without a moment, and for a moment that has passed.
    """
    lead = hold_open(lead)
    owes = whose_duties(lead, by) if lead.reception_id in by.stood_in_for else by
    if not done.strip() and not next_step.strip():
        raise Refused(_("Write what was done, or what comes next."))
    if bool(next_step.strip()) != bool(due_at):
        raise Refused(_("A next step needs its day and time."))
    if due_at is not None and due_at <= now:
        raise Refused(_("This time has passed. Choose one ahead."))
    if done.strip():
        end_follow_ups(lead, ended_as="done", agent=owes, now=now)
        FollowUp.objects.create(
            store_id=lead.store_id, lead=lead, agent=by, kind="after_visit", created_at=now, due_at=now, done_at=now, ended_as="done", note=done.strip()[:200]
        )
    if due_at is not None:
        open_follow_up(lead, kind="after_visit", due_at=due_at, agent=owes, note=next_step.strip(), now=now)
    audit.record("follow_up.note", lead, by=by, now=now, done=bool(done.strip()), next=bool(due_at))
