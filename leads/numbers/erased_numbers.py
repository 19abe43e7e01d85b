"""What stands for an erased person: the word in their number's place, and the digest by which nobody takes the number in again.

A word holds no digit: nothing takes it for a number, no search by digits finds it. It keeps one thing of the number, whether it had an extension.
See docs/rules/trust.md#erased.
"""

import hmac
import re
import secrets
from collections.abc import Collection
from functools import cache
from hashlib import sha256
from string import ascii_lowercase

from django.conf import settings

from dcc.installation.secret_key import read_or_make_key

GONE = "已删除"  # stands for each text that said something
_WORD = re.compile(r"person:[a-z]{10}(-[a-z]{1,2})?(,x)?", re.ASCII)


def is_word(text: str | None) -> bool:
    """Whether the word of an erased person stands where a number stood."""
    return _WORD.fullmatch(text or "") is not None


def new_word() -> str:
    """Return a word for a person that nothing leads to."""
    return "person:" + "".join(secrets.choice(ascii_lowercase) for _ in range(10))


def words_for(word: str, numbers: Collection[str]) -> dict[str, str]:
    """Return {number: what stands in its place}: the person's word for the first, the same with a letter for each other, so that they stay different."""
    found = {}
    for place, number in enumerate(numbers):
        found[number] = f"{word}{f'-{_letters(place)}' if place else ''}{',x' if ',' in number else ''}"
    return found


def digest_of(number: str) -> str:
    """Return what a number is known by once it was erased: with the key of this installation alone can it be told."""
    return hmac.new(_key(str(settings.VAR)).encode(), number.encode(), sha256).hexdigest()


def _letters(place: int) -> str:
    high, low = divmod(place, len(ascii_lowercase))
    return (ascii_lowercase[high - 1] if high else "") + ascii_lowercase[low]


@cache
def _key(folder: str) -> str:
    return read_or_make_key(settings.VAR / "erasure.key")
