"""The key of a development or demo installation: random, made once, kept in an ignored file."""

import os
import secrets
from pathlib import Path


def read_or_make_key(path: Path) -> str:
    """Return the key in `path`; write a new random one (readable by its owner only) where there is none."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="utf-8").strip()
    key = secrets.token_urlsafe(50)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(key)
    return key
