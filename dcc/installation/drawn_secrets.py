"""Secrets that we draw, show once and keep as a digest: of tokens, of addresses that open without a log-in."""

import secrets
from hashlib import sha256


def drawn() -> str:
    """Return a new secret, fit for a header or an address."""
    return secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """Return what is kept of a secret. It is drawn by us and long: a fast digest without salt is enough, and finds it by an index."""
    return sha256(secret.encode(errors="replace")).hexdigest()
