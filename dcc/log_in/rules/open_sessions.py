"""One's own open log-ins, listed and ended one by one."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.crypto import constant_time_compare

from dcc.log_in.browsers import Place, is_in_the_hand
from dcc.models import User
from dcc.trail import audit

OPENED = "opened"  # what a session remembers of its log-in
OTHERS = "others"


@dataclass(frozen=True)
class OpenSession:
    """One open log-in. `name` stands for its key, which no page shows; `since` None: it says nothing of its beginning."""

    name: str
    until: datetime
    since: datetime | None
    browser: str
    address: str
    is_here: bool

    @property
    def icon(self) -> str:
        """The picture of what it is open on."""
        return "device-mobile" if is_in_the_hand(self.browser) else "device-desktop"


def opened(place: Place, *, now: datetime) -> dict[str, str]:
    """Return what a session keeps of its log-in, to be recognised by."""
    return {"at": now.isoformat(), "browser": place.browser, "address": place.address}


def open_sessions(person: User, *, here: str | None, now: datetime) -> list[OpenSession]:
    """Return the open log-ins of a person, the present one first, then the latest. `here`: the key of the present one."""
    found = [_read(session, data, here) for session, data in _of(person, now)]
    return sorted(found, key=lambda each: (not each.is_here, -each.until.timestamp()))


@transaction.atomic
def end_session(person: User, *, name: str, here: str | None, now: datetime) -> int:
    """End one log-in by its name, or all others; the present one ends by logging out. Return how many ended."""
    wanted = [session for session, _data in _of(person, now) if session.session_key != here and name in (OTHERS, _name(session.session_key))]
    ended, _models = Session.objects.filter(pk__in=[session.pk for session in wanted]).delete()
    if ended:
        audit.record("session.end", person, by=person, now=now, count=ended)
    return ended


def _of(person: User, now: datetime) -> Iterator[tuple[Session, dict]]:
    """Return the sessions that are open and this person's, with what they hold: some hundred rows a store, none says whose it is but inside."""
    for session in Session.objects.filter(expire_date__gt=now):
        data = session.get_decoded()
        if data.get(SESSION_KEY) == str(person.pk) and constant_time_compare(data.get(HASH_SESSION_KEY, ""), person.get_session_auth_hash()):
            yield session, data


def _read(session: Session, data: dict, here: str | None) -> OpenSession:
    said = data.get(OPENED, {})
    since = datetime.fromisoformat(said["at"]) if said else None
    is_here = session.session_key == here
    return OpenSession(_name(session.session_key), session.expire_date, since, said.get("browser", ""), said.get("address", ""), is_here)


def _name(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:16]
