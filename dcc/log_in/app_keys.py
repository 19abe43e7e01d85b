"""The keys that people's authenticator apps share with us, closed in the database (docs/rules/trust.md#second-factor)."""

from dcc.installation.closed_texts import close_text, open_text
from dcc.models import SecondFactor, User


def close_key(key: str, person: User) -> str:
    """Return a key as the database has it: in the row of anybody else it opens nothing."""
    return close_text(key, owner=_owner(person.pk))


def open_key(factor: SecondFactor) -> str | None:
    """Return the key an app shares with us; None where the key of this installation is not the one it was closed with."""
    return open_text(factor.closed_key, owner=_owner(factor.user_id))


def _owner(person: int) -> str:
    return f"second factor of {person}"
