"""The keys by which a browser keeps what waits to be sent: where nobody is logged in nothing of it can be read (docs/rules/trust.md#left-in-a-browser)."""

import secrets
from base64 import b64encode

from django.utils.crypto import salted_hmac

from dcc.models import User
from dcc.people.permissions import may

SALT = "dcc.kept"


def browser_keys(person: User) -> str:
    """Return a person's keys for their page, the one they write by first: at a front desk the desk's, which all who stand there have, then their own."""
    desk = [f"desk:{person.store_id}"] if person.store_id and may(person, "visit.tag") else []
    return " ".join(_masked(_key(whose)) for whose in [*desk, f"person:{person.pk}"])


def _key(whose: str) -> bytes:
    return salted_hmac(SALT, whose, algorithm="sha256").digest()


def _masked(key: bytes) -> str:
    """Write a key otherwise in each answer, with what uncovers it: the length of a compressed page tells nothing of it."""
    mask = secrets.token_bytes(len(key))
    return b64encode(mask + bytes(one ^ other for one, other in zip(key, mask, strict=True))).decode()
