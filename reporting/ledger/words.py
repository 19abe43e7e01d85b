"""The words a ledger uses: those its stores do not have yet become rows of their lists.

Models and reasons may also be typed freely, outside the lists. A store whose ledger names its words keeps these lists as they are named: what was typed
beside them stays so, and goes out again as it came in.
"""

from dcc.models import Store, Word
from dcc.store.rules.stores import write_usual_words

LONGEST = 60
TYPED_FREELY = {"car_model", "lost_reason", "invalid_reason", "cancel_reason"}


class Words:
    """Gathers, per store, the words named by `word` lines and the words used."""

    def __init__(self) -> None:
        self._listed: dict[int, set[tuple[str, str]]] = {}
        self._used: dict[tuple[int, str, str], str] = {}

    def name(self, store_id: int, kind: str, name: str) -> bool:
        """Remember a word of a `word` line; False where a line above named it."""
        listed = self._listed.setdefault(store_id, set())
        if (kind, name) in listed:
            return False
        listed.add((kind, name))
        return True

    def use(self, store_id: int, kind: str, name: str | None, meaning: str = "") -> None:
        """Remember a word that a line uses."""
        if kind and name and len(name) <= LONGEST:
            self._used.setdefault((store_id, kind, name), meaning)

    def write(self, stores: list[int]) -> None:
        """Give each store without `word` lines the usual words, then every store the words it used and does not have."""
        for store in Store.objects.filter(pk__in=stores).order_by("pk"):
            if store.pk not in self._listed:
                write_usual_words(store)
            self._write_used(store)

    def _write_used(self, store: Store) -> None:
        known = {(kind, word) for kind, name, meaning in Word.objects.filter(store=store).values_list("kind", "name", "meaning") for word in (name, meaning)}
        position = Word.objects.filter(store=store).count()
        kept = TYPED_FREELY if store.pk in self._listed else ()
        used = [(kind, name, meaning) for (pk, kind, name), meaning in self._used.items() if pk == store.pk and kind not in kept]
        fresh = sorted(word for word in used if word[:2] not in known)
        Word.objects.bulk_create(
            Word(store=store, kind=kind, name=name, meaning=meaning, position=position + index) for index, (kind, name, meaning) in enumerate(fresh)
        )
