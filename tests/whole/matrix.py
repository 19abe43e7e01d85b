"""Who gets what at which address: `matrix.txt`, parsed, and what it says of every cell.

A cell is one question: address × method × role × whose object. The letters of an answer:

    y  opened: 200, 204, 302, 303; a form sent empty may also be refused with its sentence: 400, 409, 422
    r  opened, and the answer holds the number of the object asked in full: the recorded reveal
    s  refused with a sentence, and nothing changed: 400, 409, 422
    f  403    n  404    l  to the log-in page    t  401: a program needs a token
    -  405: also what every method without a line gets

One letter holds for one's own object and a colleague's, `y/n` names them apart. Another store's and a missing one are always 404, except where the
door itself is closed (f, l). Four letters name all: own/colleague's/other store's/missing.

An address may be about several objects, a line for each: methods without a line are asked about the first of them alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

from dcc.people.roles import ROLES

TABLE = Path(__file__).with_name("matrix.txt")
NOBODY = "nobody"
ASKERS = (*(name for name, _label in ROLES), NOBODY)
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE")
KINDS = ("own", "colleague", "other_store", "missing")
OPENED = {"y", "r"}
REFUSED_FORM = {400, 409, 422}
STATUSES = {
    "y": {200, 204, 302, 303},
    "r": {200},
    "s": REFUSED_FORM,
    "f": {403},
    "n": {404},
    "l": {302},
    "t": {401},
    "-": {405},
}


@dataclass(frozen=True)
class Line:
    """One line of the table: what each asker gets at one address by one method; `object` names what the address is about, `-` nothing.

    An address may have its question behind it: `figure_rows?measure=valid`.
    """

    url: str
    method: str
    object: str
    cells: dict[str, str]

    @property
    def name(self) -> str:
        """The name of the address, its question aside."""
        return self.url.partition("?")[0]

    def letter(self, asker: str, kind: str) -> str:
        """Return the answer to one question."""
        letters = self.cells[asker].split("/")
        if len(letters) == len(KINDS):
            return letters[KINDS.index(kind)]
        if kind in KINDS[:2]:
            return letters[-1] if kind == "colleague" else letters[0]
        return "n" if letters[0] in OPENED | {"s"} else letters[0]


def parse(text: str) -> list[Line]:
    """Return the lines of the table. Raises ValueError for a line of the wrong width, an unknown letter, or a line that stands twice."""
    rows = [row.split() for row in text.splitlines() if row.strip() and not row.startswith("#")]
    if rows[0] != ["url", "method", "object", *ASKERS]:
        raise ValueError(f"the head of the matrix is {rows[0]}")
    lines = []
    for row in rows[1:]:
        if len(row) != len(rows[0]) or row[1] not in METHODS or set("".join(row[3:])) - {*STATUSES, "/"}:
            raise ValueError(f"the matrix is wrong at {' '.join(row)}")
        lines.append(Line(*row[:3], cells=dict(zip(ASKERS, row[3:], strict=True))))
    named = [(line.url, line.method, line.object) for line in lines]
    if twice := {name for name in named if named.count(name) > 1}:
        raise ValueError(f"the matrix names twice: {sorted(twice)}")
    return lines


def read() -> list[Line]:
    """Return the lines of matrix.txt."""
    return parse(TABLE.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Address:
    """One address of the program: its name, and how many arguments it takes."""

    name: str
    arguments: int
    public: bool


def addresses(patterns=None, taken: int = 0) -> Iterator[Address]:
    """Walk the resolver: every address of the program."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        arguments = taken + len(pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, arguments)
        elif isinstance(pattern, URLPattern):
            yield Address(pattern.name, arguments, public=not getattr(pattern.callback, "login_required", True))


@dataclass(frozen=True)
class Question:
    """One cell: who asks which address by which method about whose object, and the letter the table gives."""

    url: str
    method: str
    asker: str
    object: str
    kind: str
    letter: str

    @property
    def name(self) -> str:
        """The name of the address, its question aside."""
        return self.url.partition("?")[0]

    @property
    def accepted(self) -> set[int]:
        """The statuses that are this letter."""
        return STATUSES[self.letter] | (REFUSED_FORM if self.letter in OPENED and self.method == "POST" else set())


def questions(lines: list[Line], kinds_of) -> list[Question]:
    """Return every cell. `kinds_of(object)` says which objects there are; a method that is not answered, and HEAD, are asked once, of one's own."""
    public = {address.name for address in addresses() if address.public}
    first = {line.url: line for line in reversed(lines)}
    answered = {(line.url, line.method) for line in lines}
    cells = [cell for line in lines for cell in _asked(line, line.method, kinds_of(line.object), public)]
    for url, line in first.items():
        page = next((page for page in lines if (page.url, page.method) == (url, "GET")), line)
        cells += _asked(page, "HEAD", kinds_of(page.object)[:1], public)
        for method in METHODS:
            if method != "HEAD" and (url, method) not in answered:
                cells += _asked(line, method, kinds_of(line.object)[:1], public)
    return cells


def _asked(line: Line, method: str, kinds: tuple[str, ...], public: set[str]) -> list[Question]:
    """Return the cells of one address and method: what its line says, HEAD what GET's says, and of a method without a line that there is none."""
    says = method == line.method or (method, line.method) == ("HEAD", "GET")
    cells = []
    for asker in ASKERS:
        closed = "l" if asker == NOBODY and line.name not in public else "-"
        cells += [Question(line.url, method, asker, line.object, kind, line.letter(asker, kind) if says else closed) for kind in kinds]
    return cells
