"""Keys an installation makes for itself: random, made once, kept in a file of its own."""

import fcntl
import os
import secrets
from collections.abc import Callable
from pathlib import Path


def _random() -> str:
    return secrets.token_urlsafe(50)


def read_or_make_key(path: Path, *, make: Callable[[], str] = _random) -> str:
    """Return the key in `path`; write a new one (readable by its owner only) where there is none. Who comes at the same moment waits, and reads it."""
    if path.exists() and (kept := path.read_text(encoding="utf-8").strip()):
        return kept
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if kept := file.read().strip():
            return kept
        file.write(key := make())
        file.flush()
    return key
