"""A call as the page makes it: dialled, then written down when it is over; a time to come in as one types it."""

from datetime import datetime, time, timedelta

from calls.desk.rules.calling import Said, log_call
from calls.desk.rules.dialling import dial
from calls.desk.rules.finishing import finish_call
from calls.models import Call
from dcc.models import Store, User
from dcc.reckoning.clock import day_of
from dcc.store.store_settings import values_at, working_hours
from leads.models import Lead
from tests.moments import NOW


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


def visit_in(days: int, store: Store) -> datetime:
    """Return half past ten on the first day so many days from today on which a store works: never in the way of the hour or day at which tests run."""
    now = NOW
    hours = working_hours(store, values_at(store, now))
    ahead = (day_of(now, store.zone) + timedelta(days=number) for number in range(days, days + 30))
    return datetime.combine(next(day for day in ahead if hours.works_on(day)), time(10, 30), store.zone)


def typed(moment: datetime) -> str:
    """Return a moment as a browser sends it."""
    return f"{moment:%Y-%m-%dT%H:%M}"
