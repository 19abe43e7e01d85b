"""What senders call the store's car models: the words of its list, and their further names (docs/rules/intake.md#unknown-words)."""

from collections.abc import Iterable

from dcc.models import Store, Word
from leads.channels.channel_names import key

FURTHER = "aliases"  # the key of a word's detail


def model_words(store: Store) -> dict[str, str]:
    """Return key → the store's word, for every model of its list and every further name of one. One query."""
    return dict(_named(Word.objects.of(store, "car_model")))


def _named(words: Iterable[Word]) -> Iterable[tuple[str, str]]:
    for word in words:
        yield from ((key(name), word.name) for name in (*word.detail.get(FURTHER, ()), word.name))


def is_alias(words: dict[str, str], text: str) -> bool:
    """Whether a sender's model is one of the store's under another name; a word in other letters is the word."""
    return key(words.get(key(text), text)) != key(text)
