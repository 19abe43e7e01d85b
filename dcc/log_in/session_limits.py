"""How long a log-in lasts: its hours, and the minutes nobody uses it, by the settings of the store as they stood when it began.

When it was used last stands in a signed cookie of this log-in alone, so that no page writes to the database by being looked at.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core import signing

from dcc.store.store_settings import SETTINGS, values_at

DUE = "second_factor_due"  # a session whose person has still to set up the second step
IDLE = "idle_minutes"
SALT = "dcc.used"
# What a page asks by itself, so long as it stands open: no use of a log-in.
POLLS = frozenset({"counts", "daily_board", "front_desk_day", "mine_arrivals", "calls_news", "calls_gone", "import_progress", "wall"})


def limit_session(request: Any, response: Any, *, now: datetime) -> None:
    """Let a log-in that begins end by the settings of its store."""
    store = request.user.store
    values = values_at(store, now) if store else {name: SETTINGS[name].default for name in ("session_hours", IDLE)}
    request.session.set_expiry(values["session_hours"] * 3600)
    if values[IDLE]:
        request.session[IDLE] = values[IDLE]
        remember_use(request, response, now=now)


def is_idle(request: Any, *, now: datetime) -> bool:
    """Whether nobody used this log-in for longer than it may be; a cookie that is missing or another's says so, too."""
    minutes = request.session.get(IDLE)
    if not minutes:
        return False
    try:
        used = signing.loads(request.COOKIES.get(settings.USED_COOKIE_NAME, ""), salt=f"{SALT}.{request.session.session_key}")
    except signing.BadSignature:
        return True
    return now.timestamp() - used >= minutes * 60


def remember_use(request: Any, response: Any, *, now: datetime) -> None:
    """Note that this log-in is used, where its minutes are counted."""
    if request.session.get(IDLE):
        value = signing.dumps(int(now.timestamp()), salt=f"{SALT}.{request.session.session_key}")
        response.set_cookie(settings.USED_COOKIE_NAME, value, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax")
