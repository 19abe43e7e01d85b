"""What the database holds closed: opened by a key of this installation alone, so that a copy of the database, or a backup, opens nothing by itself.

The key is one of age, in `DCC_VAR/second-factor.key`. Of several, one a line, the first closes and each opens: so a new one comes into use. Neither a
ledger nor a backup has it (docs/rules/trust.md#second-factor).
"""

from base64 import b64decode, b64encode
from functools import cache
from pathlib import Path

import pyrage
from django.conf import settings

from dcc.installation.secret_key import read_or_make_key

Key = pyrage.x25519.Identity


def key_file() -> Path:
    """Return where the key is kept."""
    return settings.VAR / "second-factor.key"


def close_text(text: str, *, owner: str) -> str:
    """Return a text closed for its owner: in the row of anybody else it opens nothing."""
    return b64encode(pyrage.encrypt(f"{owner}\n{text}".encode(), [_keys(key_file())[0].to_public()])).decode()


def open_text(closed: str, *, owner: str) -> str | None:
    """Return what was closed for its owner; None where it was not, or with a key that is not here."""
    try:
        whose, _line, text = pyrage.decrypt(b64decode(closed, validate=True), _keys(key_file())).decode().partition("\n")
    except (pyrage.DecryptError, ValueError):
        return None
    return text if whose == owner else None


@cache
def _keys(path: Path) -> list[Key]:
    return [Key.from_str(line) for line in read_or_make_key(path, make=lambda: str(Key.generate())).split()]
