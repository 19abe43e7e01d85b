"""How a store comes to be."""

from datetime import datetime

from django.db import transaction

from dcc import sockets
from dcc.models import Store, User, Word
from dcc.store.store_defaults import BELOW, BRANDS, WORDS
from dcc.trail import audit


@transaction.atomic
def create_store(*, code: str, name: str, timezone: str = "Asia/Shanghai", brand: str = "", by: User | None, now: datetime) -> Store:
    """Make a store that is usable from its first minute: its words here, every room's defaults through `sockets.store_born`.

    `brand`: one of BRANDS, whose models it lists; none: it has no models yet. Raises IntegrityError where the code is taken.
    """
    store = Store.objects.create(code=code, name=name, timezone=timezone)
    write_usual_words(store, brand=brand)
    audit.record("store.create", store, by=by, now=now, store=store, code=code)
    sockets.store_born.send(sender=Store, store=store, by=by, at=now)
    return store


def write_usual_words(store: Store, *, brand: str = "") -> None:
    """Give a store the usual words and the models of a make, then what stands below some of them."""
    models: list[tuple[str, str, str, dict]] = [("car_model", model, "", {}) for model in BRANDS.get(brand, ())]
    written = Word.objects.bulk_create(
        Word(store=store, kind=kind, name=word, meaning=meaning, detail=detail, position=position)
        for position, (kind, word, meaning, detail) in enumerate((*WORDS, *models))
    )
    above = {(word.kind, word.name): word for word in written}
    further = [(above[kind, name], word) for kind, name, words in BELOW for word in words]
    Word.objects.bulk_create(
        Word(store=store, kind=parent.kind, name=word, parent=parent, position=position) for position, (parent, word) in enumerate(further, start=len(written))
    )
