"""What several forms of this room offer: the store's car models."""

from dcc.models import Store, Word


def models_of(store: Store, *, besides: str = "") -> list[tuple[str, str]]:
    """The store's car models as choices; a model a lead has already stays among them. Read once for the forms of one page."""
    known = store.__dict__
    if "_car_models" not in known:
        known["_car_models"] = list(Word.objects.of(store, "car_model").values_list("name", flat=True))
    names = known["_car_models"]
    return [("", "—"), *((name, name) for name in ([besides] if besides and besides not in names else []) + names)]
