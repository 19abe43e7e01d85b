"""What is no password: what people here really use, and what is made of names of store, brand, product, year and person (docs/rules/trust.md#log-in)."""

import re
import unicodedata
from functools import cache
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

DATA = Path(__file__).parent / "data"
LEAST_LEFT = 5  # characters that are nobody's word, year or run
FIGURES = re.compile(
    r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"  # a day
    r"|(?:19|20)\d\d"  # a year
    r"|(.)\1+"  # one sign again and again
)
SIGNS = re.compile(r"[\W_]+")


@cache
def listed(name: str) -> frozenset[str]:
    """Return the lines of one of the lists, without its notes."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def plain(text: str) -> str:
    """Return a text as passwords are compared: small letters, full-width ones as their narrow ones."""
    return unicodedata.normalize("NFKC", text).lower()


def words_around(user) -> set[str]:
    """Return the words that anybody knows of a person: account, name, store."""
    store = getattr(user, "store", None)
    said = [getattr(user, "username", ""), getattr(user, "name", ""), *((store.name, store.code) if store else ())]
    return {word for text in said for word in [plain(text), *re.split(r"[\W_\d]+", plain(text))] if len(word) > 1}


def what_is_left(password: str, words: set[str]) -> str:
    """Return what of a password is neither a known word nor a year, a day or a run of one sign: the fewest signs that can be left."""
    text = SIGNS.sub("", plain(password))
    left = [""] * (len(text) + 1)  # by how much of the text was looked at
    for end in range(1, len(text) + 1):
        choices = [left[end - 1] + text[end - 1]]
        choices += [left[start] for start in range(end) if _is_known(text[start:end], words)]
        left[end] = min(choices, key=len)
    return left[-1]


def _is_known(part: str, words: set[str]) -> bool:
    return part in words or FIGURES.fullmatch(part) is not None


class KnownWords:
    """Refuses a password that stands in the list of common ones, or of which too little is left without the words everybody knows."""

    def validate(self, password: str, user=None) -> None:
        """Raise ValidationError where it will not do."""
        words = set(listed("weak-words.txt")) | words_around(user)
        if plain(password) in listed("common-passwords.txt"):
            raise ValidationError(_("Many people use this password. Choose another."), code="common")
        if len(what_is_left(password, words)) < LEAST_LEFT:
            raise ValidationError(self.get_help_text(), code="known_words")

    def get_help_text(self) -> str:
        """Say what is asked."""
        return _("Names, brands, years and runs of keys are guessed first. Add something that only you know.")
