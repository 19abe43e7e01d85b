"""What several forms of this room offer: the store's car models, and why customers are lost."""

from calls.desk.lead_facts import Reasons, lost_among
from dcc.models import Store, Word


def models_of(store: Store, *, besides: str = "") -> list[tuple[str, str]]:
    """The store's car models as choices; a model a lead has already stays among them."""
    names = [word.name for word in _words(store) if word.kind == "car_model" and word.parent_id is None]
    return [("", "—"), *((name, name) for name in ([besides] if besides and besides not in names else []) + names)]


def lost_of(store: Store) -> Reasons:
    """The store's words for why somebody is lost, and what stands below them."""
    return lost_among(word for word in _words(store) if word.kind == "lost_reason")


def _words(store: Store) -> list[Word]:
    """Both lists, read once for the forms of one page."""
    known = store.__dict__
    if "_words" not in known:
        known["_words"] = Word.objects.in_use(store, "car_model", "lost_reason")
    return known["_words"]
