"""What somebody wrote and takes back: by themselves at once, by whoever answers for it later, with a reason.

See docs/rules/trust.md#duties, docs/rules/ledger.md#taken-back.
"""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import Store, User
from dcc.people.permissions import decides
from reception.door.rules.stating import closed_periods

AT_ONCE = timedelta(minutes=5)


def at_once(author_id: int | None, written_at: datetime | None, *, by: User, now: datetime) -> bool:
    """Whether somebody wrote this themselves, five minutes ago at most: then no reason is asked."""
    return written_at is not None and author_id == by.pk and now - written_at <= AT_ONCE


def check_reason(reason: str, permission: str, *, by: User) -> None:
    """Refuse later than that for whoever may not take it back in the whole store, and without a reason."""
    if not decides(by, permission):
        raise Refused(_("This can be undone by whoever did it, within %(minutes)d minutes.") % {"minutes": AT_ONCE.seconds // 60})
    if not reason.strip():
        raise Refused(_("Say why it is taken back."))


def adjustment(store: Store, *moments: datetime | None) -> dict[str, Any]:
    """Return what the trail says where the day or month it counted in was closed: the difference stands beside the closed figure."""
    return {"closed": True} if any(closed_periods(store, moment) for moment in moments if moment) else {}
