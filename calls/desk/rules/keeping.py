"""A call of whoever had a customer until just now, and lost them while they spoke (docs/rules/interface.md#nothing-is-lost)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from calls.appointments.running import running_of
from calls.desk.beginnings import DIAL_LASTS
from calls.desk.rules.beginning import unlogged_dial
from calls.desk.rules.calling import Said, logged_before
from calls.desk.rules.finishing import finish_call
from calls.incoming.rules.incoming import Agreed, done_to
from calls.models import Call
from dcc.errors import Refused
from dcc.models import User
from dcc.notices.telling import tell
from leads.customer.rules.locking import hold
from leads.models import Allocation, Lead
from leads.models.review import PROPOSALS
from leads.pool.rules.giving import agent_at


def left_hands(lead: Lead, by: User, *, now: datetime) -> bool:
    """Whether an open lead was taken from this person so lately that a call of theirs with it may still be under way."""
    taken = Allocation.objects.filter(lead=lead, previous=by, at__gt=now - DIAL_LASTS)
    return lead.is_open and lead.agent_id != by.pk and taken.exists()


def _began_while_theirs(lead: Lead, said: Said, by: User, *, now: datetime) -> bool:
    """Whether the server saw the call dialled while the lead was theirs. What is stated is judged as any stated start is."""
    dialled = unlogged_dial(lead, by, now=now)
    return agent_at(lead, dialled.at) == by.pk if dialled else said.at is not None


@transaction.atomic
def keep_call(lead: Lead, *, said: Said, agreed: Agreed, by: User, now: datetime) -> Call:
    """Log a call of whoever had the lead until just now, as one taken through 来电登记 is: the lead stays where it is, its agent is told what was done.

    Refused where the lead never was theirs, left their hands four hours ago or more, or is closed; where the call was neither dialled while it was
    theirs nor has a start stated, which is then judged; and for an application for its end, or 不再联系.
    """
    held = hold(lead)
    if known := logged_before(said):
        return known
    if not left_hands(held, by, now=now):
        raise Refused(_("This customer has not been yours just now."))
    if not _began_while_theirs(held, said, by, now=now):
        raise Refused(_("Nothing says that this call began while the customer was yours: it was not dialled, and no start is stated."))
    if agreed.then.kind in {*dict(PROPOSALS), "refuses"}:
        raise Refused(_("Whoever has them now applies for an end. Save the call with another next step, or with none."))
    before = running_of(held)
    done = {"card": agreed.card, "learned": agreed.learned, "then": agreed.then, "real_number": agreed.real_number}
    call = finish_call(held, said=said, **done, by=by, now=now)  # type: ignore[arg-type]
    if held.agent is not None:
        tell(held.agent, "call.taken", lead=held, now=now, by=by.pk, kept=True, **done_to(held, before))
    return call
