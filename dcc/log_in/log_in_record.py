"""One's own log-ins of thirty days, those refused among them, and from where each came, out of the trail."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from dcc.log_in.browsers import NEW
from dcc.models import TrailEntry, User
from dcc.trail.trail_words import STEPS

DAYS, MOST = timedelta(days=30), 20
REFUSED = {"session.refuse": _("wrong password, not let in"), "session.code_wrong": _("wrong six digits, not let in")}


@dataclass(frozen=True)
class LogIn:
    """One log-in: when, and how; or that it was refused. `place`: browser and address; `is_new`: in a browser that did not know the account."""

    at: datetime
    words: Any
    is_refused: bool
    place: str
    is_new: bool


def log_ins_of(person: User, *, now: datetime) -> list[LogIn]:
    """Return the latest log-ins of a person."""
    rows = TrailEntry.objects.filter(object_type="user", object_id=person.pk, action__in=["session.open", *REFUSED], at__gt=now - DAYS)
    return [_read(entry) for entry in rows.order_by("-at", "-pk")[:MOST]]


def _read(entry: TrailEntry) -> LogIn:
    place = " · ".join(entry.detail[name] for name in ("browser", "address") if name in entry.detail)
    is_new = entry.detail.get("device") == NEW
    if entry.action in REFUSED:
        return LogIn(entry.at, REFUSED[entry.action], is_refused=True, place=place, is_new=is_new)
    return LogIn(entry.at, STEPS.get(entry.detail.get("second_step", ""), _("password")), is_refused=False, place=place, is_new=is_new)
