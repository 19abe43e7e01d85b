"""What several forms of a lead offer to be chosen: words of the store's lists, as choices or as proposals."""

from django import forms
from django.utils.html import format_html, format_html_join

from dcc.models import Word

GENDERS = ("男", "女")  # as the senders write it; kept as it came


class SuggestingInput(forms.TextInput):
    """A text field with proposals: whoever types something else is believed."""

    def __init__(self, proposals, attrs=None) -> None:
        super().__init__(attrs)
        self.proposals = proposals

    def render(self, name, value, attrs=None, renderer=None):
        """Return the field with the list of its proposals."""
        listed = f"{(attrs or {}).get('id', name)}_proposals"
        field = super().render(name, value, {**(attrs or {}), "list": listed}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((word,) for word in self.proposals))
        return format_html('{}<datalist id="{}">{}</datalist>', field, listed, options)


def words_of(store, *kinds: str) -> list[list[str]]:
    """Return the words in use of some of the store's lists, in one query."""
    rows = list(Word.objects.filter(store=store, kind__in=kinds, retired_at=None).order_by("position", "id").values_list("kind", "name"))
    return [[name for of, name in rows if of == kind] for kind in kinds]


def choices_with(words, current: str) -> list[tuple[str, str]]:
    """Return the choices of a list; a word that stands there already stays to be chosen."""
    known = list(words)
    return [("", "—"), *((word, word) for word in known), *([(current, current)] if current and current not in known else [])]
