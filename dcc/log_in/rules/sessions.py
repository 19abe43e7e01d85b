"""Log-ins on the trail, and how sessions end."""

from datetime import datetime

from django.contrib.sessions.models import Session
from django.db.models import F

from dcc.log_in.browsers import NEW, Place
from dcc.models import User
from dcc.trail import audit


def record_log_in(person: User, *, now: datetime, place: Place, how: str = "", is_known: bool = True) -> None:
    """Write that somebody logged in: from where, in a browser that knew their account or not, and `how` they took the second step, where asked for one."""
    said = place.said()
    if how:
        said["second_step"] = how
    if not is_known:
        said["device"] = NEW
    audit.record("session.open", person, by=person, now=now, **said)


def record_log_out(person: User, *, now: datetime) -> None:
    """Write that somebody logged out."""
    audit.record("session.close", person, by=person, now=now)


def record_refused_log_in(username: str, *, now: datetime, place: Place) -> None:
    """Write that a log-in was refused, and from where it came: on the trail of the person, if there is one. What was typed is kept nowhere.

    A name that nobody bears costs the same queries, so that the answer's time tells nothing (docs/rules/trust.md#log-in).
    """
    audit.record("session.refuse", User.objects.filter(username=username).first(), by=None, now=now, **place.said())


def end_sessions(person: User) -> None:
    """End every session of a person at their next request, wherever it is open."""
    User.objects.filter(pk=person.pk).update(session_stamp=F("session_stamp") + 1)
    person.refresh_from_db(fields=["session_stamp"])


def forget_expired_sessions(*, now: datetime) -> None:
    """Remove the rows of sessions that ran out. Called by the worker; safe to run twice."""
    Session.objects.filter(expire_date__lt=now).delete()
