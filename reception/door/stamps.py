"""When the server last answered a tablet of the desk, in the server's own hand (docs/rules/domain.md#without-a-connection).

What a tablet states later of its clock is bounded by it: nobody can say that they heard of us earlier, at another store or as somebody else.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.core import signing

from dcc.models import User

SALT = "reception.door.stamps"


@dataclass(frozen=True)
class Stamp:
    """To whom the server answered, and when."""

    store_id: int
    user_id: int
    at: datetime


def stamp(user: User, now: datetime) -> str:
    """Return the stamp of an answer to this person."""
    return signing.dumps([user.own_store.pk, user.pk, int(now.timestamp() * 1000)], salt=SALT)


def read_stamp(text: str) -> Stamp | None:
    """Return what a stamp says; None where it is not ours."""
    try:
        store_id, user_id, moment = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return None
    return Stamp(store_id, user_id, datetime.fromtimestamp(moment / 1000, UTC))
