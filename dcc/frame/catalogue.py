"""The words of the pages: gathered from code and templates, kept with their Chinese in one file, compiled for Django.

Babel does what GNU gettext would, so no tool of the system is needed. A message is known by (context, English text).
"""

import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

LANGUAGE = "zh_Hans"
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "_now": None,  # gettext, where a module calls gettext_lazy _
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


class Words(Catalog):
    """A catalogue whose header says nothing that changes by itself."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """What Django needs to read the file, and no dates."""
        return [
            ("Language", LANGUAGE),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", "nplurals=1; plural=0;"),
        ]

    @mime_headers.setter
    def mime_headers(self, headers) -> None:
        """Leave the header of a file that is read aside."""


def po_file(root: Path) -> Path:
    """Return where the words of the program in `root` are kept."""
    return root / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def empty() -> Words:
    """Return a catalogue without words."""
    comment = "# The words of DCC in Simplified Chinese. `manage.py words` gathers them and keeps what is translated."
    return Words(locale=LANGUAGE, header_comment=comment, fuzzy=False)


def gather(root: Path, rooms: Iterable[str]) -> Words:
    """Return every message of the rooms' code and of all templates, each with the files it stands in, without translations."""
    words = empty()
    for room in rooms:
        for path in sorted((root / room).rglob("*.py")):
            _add(words, path.relative_to(root), path.read_text(encoding="utf-8"))
    for path in sorted((root / "templates").rglob("*")):
        if path.suffix in {".html", ".txt"}:
            source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
            _add(words, path.relative_to(root), "\n".join(line.lstrip() for line in source.split("\n")))
    return words


def _add(words: Words, path: Path, source: str) -> None:
    for _line, text, comments, context in extract("python", io.BytesIO(source.encode()), KEYWORDS, ("Translators:",)):
        words.add(text, locations=[(path.as_posix(), 0)], auto_comments=comments, context=context)


def read(path: Path) -> Words:
    """Return the words kept in a file; none if there is no such file."""
    words = empty()
    if path.exists():
        with path.open("rb") as file:
            for message in messages(read_po(file, locale=LANGUAGE)):
                words[message.id] = message
    return words


def messages(words: Catalog) -> Iterator[Message]:
    """Every message but the header."""
    return (message for message in words if message.id)


def is_translated(message: Message) -> bool:
    """Whether a message has its Chinese; a guess (fuzzy) is none."""
    strings = message.string if isinstance(message.string, list | tuple) else (message.string,)
    return all(strings) and not message.fuzzy


def fill(words: Words, source: Catalog) -> int:
    """Take from `source` the translations that `words` still lacks; return how many."""
    filled = 0
    for message in messages(words):
        known = source.get(_identity(message), message.context)
        if known and is_translated(known) and not is_translated(message):
            message.string = known.string[0] if isinstance(known.string, list | tuple) and isinstance(message.id, str) else known.string
            message.flags.discard("fuzzy")
            filled += 1
    return filled


def _identity(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def write(words: Words, path: Path) -> None:
    """Write the words by file and text, without line numbers, so that a change shows only what it changed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, words, width=0, sort_by_file=True, include_lineno=False)


def compile_words(path: Path) -> Path:
    """Write beside the .po what Django reads, and return its path."""
    compiled = path.with_suffix(".mo")
    waiting = compiled.with_suffix(".mo.new")
    with waiting.open("wb") as file:
        write_mo(file, read(path))
    return waiting.replace(compiled)
