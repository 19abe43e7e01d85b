"""The words of a store's own lists: added, changed, moved, retired. What was said with a word keeps it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import Store, User, Word
from dcc.store.word_kinds import WORD_KINDS
from dcc.trail import audit


@transaction.atomic
def add_word(
    store: Store, *, kind: str, name: str, meaning: str = "", detail: dict | None = None, parent: Word | None = None, by: User | None, now: datetime
) -> Word:
    """Put a word at the end of a list, or below another one of it. Raises KeyError for a list that does not exist."""
    if (WORD_KINDS[kind].meanings or meaning) and meaning not in WORD_KINDS[kind].meanings:
        raise Refused(_("Choose what it means."))
    _check_times(kind, meaning, detail or {})
    words = _locked(store, kind)
    _check_name(words, name)
    if parent is not None:
        _check_above(words, parent)
    position = max((word.position for word in words), default=-1) + 1
    word = Word.objects.create(store=store, kind=kind, name=name, meaning=meaning, detail=detail or {}, parent=parent, position=position)
    audit.record("word.add", word, by=by, now=now, list=kind, after=name)
    return word


@transaction.atomic
def change_word(word: Word, *, name: str, detail: dict, by: User, now: datetime) -> bool:
    """Rename a word and set its further facts; its meaning stays. False if nothing differs. Raises Word.DoesNotExist if it is gone."""
    words = _locked(word.store, word.kind)
    stored = next(other for other in words if other.pk == word.pk)
    _check_times(word.kind, stored.meaning, detail)
    before, after = {"name": stored.name, **stored.detail}, {"name": name, **stored.detail, **detail}
    if before == after:
        return False
    _check_name([other for other in words if other.pk != word.pk], name)
    word.name, word.detail = name, stored.detail | detail
    word.save(update_fields=["name", "detail"])
    audit.record("word.change", word, by=by, now=now, list=word.kind, before=before, after=after)
    return True


@transaction.atomic
def move_word(word: Word, *, up: bool, by: User, now: datetime) -> bool:
    """Change places with the neighbour in use, of those below the same word. False at the end of these."""
    words = [other for other in _locked(word.store, word.kind) if other.retired_at is None and other.parent_id == word.parent_id]
    positions = sorted(other.position for other in words)
    place = next((index for index, neighbour in enumerate(words) if neighbour.pk == word.pk), -1)
    other = place + (-1 if up else 1)
    if place < 0 or not 0 <= other < len(words):
        return False
    words[place], words[other] = words[other], words[place]
    for position, moved in zip(positions, words, strict=True):
        Word.objects.filter(pk=moved.pk).update(position=position)
    audit.record("word.move", word, by=by, now=now, list=word.kind, before=place + 1, after=other + 1)
    return True


@transaction.atomic
def retire_word(word: Word, *, by: User, now: datetime) -> bool:
    """Take a word out of use; nothing that was said with it changes. False if it is out already. Refused for the last word the program needs."""
    words = _locked(word.store, word.kind)
    in_use = [other for other in words if other.retired_at is None and other.parent_id is None]
    if word.meaning in WORD_KINDS[word.kind].needed and sum(other.meaning == word.meaning for other in in_use) == 1:
        raise Refused(_("“%(name)s” is the last word with its meaning and stays in use. Add another first.") % {"name": word.name})
    if [other.pk for other in in_use] == [word.pk]:
        raise Refused(_("“%(name)s” is the last word of its list and stays in use.") % {"name": word.name})
    retired = Word.objects.filter(pk=word.pk, retired_at=None).update(retired_at=now)
    if retired:
        audit.record("word.retire", word, by=by, now=now, list=word.kind, before=word.name)
    return bool(retired)


@transaction.atomic
def bring_word_back(word: Word, *, by: User, now: datetime) -> bool:
    """Put a retired word at the end of its list again. False if it is in use."""
    words = _locked(word.store, word.kind)
    position = max((other.position for other in words), default=-1) + 1
    back = Word.objects.filter(pk=word.pk).exclude(retired_at=None).update(retired_at=None, position=position)
    if back:
        audit.record("word.return", word, by=by, now=now, list=word.kind, after=word.name)
    return bool(back)


def _locked(store: Store, kind: str) -> list[Word]:
    """All words of one list, in order; nobody else changes the store's lists until the transaction ends."""
    Store.objects.select_for_update().get(pk=store.pk)
    return list(Word.objects.filter(store=store, kind=kind).order_by("position", "id"))


def _check_times(kind: str, meaning: str, detail: dict) -> None:
    """A shift that is worked has its hours, inside one day."""
    if kind == "shift" and meaning == "work" and not "" < detail.get("from", "") < detail.get("to", ""):
        raise Refused(_("A shift needs a time from which it is worked, and a later one until."))


def _check_above(words: list[Word], parent: Word) -> None:
    """A word stands below one of the first level of its list, in use."""
    above = next((word for word in words if word.pk == parent.pk), None)
    if above is None or not WORD_KINDS[above.kind].has_levels or above.parent_id is not None or above.retired_at is not None:
        raise Refused(_("No word stands below “%(name)s”.") % {"name": parent.name})


def _check_name(words: list[Word], name: str) -> None:
    twin = next((word for word in words if word.name.casefold() == name.casefold()), None)
    if twin and twin.retired_at:
        raise Refused(_("“%(name)s” stands among the retired words. Bring it back instead.") % {"name": twin.name})
    if twin:
        raise Refused(_("“%(name)s” is in the list already.") % {"name": twin.name})
