"""Fields that several forms of this room share: a day, a moment, the store's car models."""

from django import forms

from dcc.models import Store, Word


def moment_input() -> forms.DateTimeInput:
    """A day and a time, the device's own picker."""
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def day_input() -> forms.DateInput:
    """A day, the device's own picker."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def models_of(store: Store, *, besides: str = "") -> list[tuple[str, str]]:
    """The store's car models as choices; a model a lead has already stays among them."""
    names = list(Word.objects.of(store, "car_model").values_list("name", flat=True))
    return [("", "—"), *((name, name) for name in ([besides] if besides and besides not in names else []) + names)]
