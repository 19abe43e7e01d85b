"""The columns of one of the store's lists of words."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dcc.frame.table_columns import Column, Table, page_of
from dcc.models import Word
from dcc.store.word_kinds import WordKind


class Detail(Column):
    """A further fact of a word: a number, or that something is required."""

    look = "d-soft"
    nothing = ""

    def render(self, value):
        """Say it; what is not so is left out."""
        return _("required") if value is True else "" if value is False else value


class WordsTable(Table):
    """Words in their order: what they mean, what else is known of them, and what moves them."""

    look = "is-still"

    name = Column(gettext_lazy("Word"), is_key=True, look="d-strong", address=page_of("word"))
    meaning = Column(gettext_lazy("Means"), look="d-soft")
    moves = Column(gettext_lazy("Order and use"), is_number=True, look="is-end", template="dcc/store/_word_moves.html")

    class Meta:
        empty_text = gettext_lazy("No word in use yet.")

    def __init__(self, words: Iterable[Word], *, kind: WordKind, caption: Any) -> None:
        details = [(name, Detail(label, accessor=f"detail__{name}")) for name, (label, *_bounds) in kind.details.items()]
        super().__init__(words, caption=caption, extra_columns=details, sequence=("name", "meaning", *dict(details), "moves"))
        self.meanings = kind.meanings
        if not kind.meanings:
            self.columns.hide("meaning")

    def render_name(self, record: Word):
        """The word, after the one it stands below."""
        return f"{record.parent.name} / {record.name}" if record.parent else record.name

    def render_meaning(self, record: Word):
        """What the program counts it as."""
        return self.meanings.get(record.meaning, "")
