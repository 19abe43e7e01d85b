"""A call as the page makes it: dialled, then written down when it is over."""

from datetime import datetime, timedelta

from calls.models import Call
from calls.rules.calling import Said, log_call
from calls.rules.dialling import dial
from calls.rules.finishing import finish_call
from dcc.models import User
from leads.models import Lead


def over(said: Said, at: datetime) -> datetime:
    """Return when a call that began at a moment is over."""
    return at + timedelta(seconds=said.seconds)


def ring(lead: Lead, *, said: Said, by: User, at: datetime) -> Call:
    """Dial at a moment, and log the call when it is over."""
    dial(lead, by=by, now=at)
    return log_call(lead, said=said, by=by, now=over(said, at))


def ring_and_finish(lead: Lead, *, said: Said, by: User, at: datetime, **agreed) -> Call:
    """The same, with what was agreed."""
    dial(lead, by=by, now=at)
    return finish_call(lead, said=said, by=by, now=over(said, at), **agreed)
