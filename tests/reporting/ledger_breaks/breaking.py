"""How the lines of a ledger are changed so that a rule is broken."""

from collections.abc import Callable
from datetime import timedelta

from tests.reporting.ledger_checker.book import Book

Break = Callable[[Book], None]
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
BREAKS: dict[str, list[Break]] = {}


def breaks(rule: str) -> Callable[[Break], Break]:
    """Keep a way to break a rule."""

    def keep(way: Break) -> Break:
        BREAKS.setdefault(rule, []).append(way)
        return way

    return keep


def changed(rule: str, kind: str, where: Callable[[dict], object] = bool, /, **to) -> None:
    """Keep as a way to break a rule: the first line of a type where something holds says something else.

    A value may be asked of the line; "@role" stands for the first person of a role.
    """

    def way(book: Book) -> None:
        line = the(book, kind, where)
        said = {key: value(line) if callable(value) else value for key, value in to.items()}
        line.update({key: who(book, value[1:]) if isinstance(value, str) and value.startswith("@") else value for key, value in said.items()})

    way.__name__ = f"{kind}_" + "_".join(to)
    breaks(rule)(way)


def the(book: Book, kind: str, where: Callable[[dict], object] = bool) -> dict:
    """Return the first line of a type where something holds."""
    return next(line for line in book[kind] if where(line))


def who(book: Book, role: str) -> str:
    """Return the first person of a role."""
    return next(name for name in book.people if role in book.roles(name))


def another(book: Book, role: str, than: str | None) -> str:
    """Return a person of a role who is not this one."""
    return next(name for name in book.people if role in book.roles(name) and name != than)


def again(book: Book, line: dict, **to) -> dict:
    """Write a line once more, with something else in it, behind it; return it."""
    place = next(number for number, one in enumerate(book.file) if one is line)
    book.file.insert(place + 1, line | to)
    return book.file[place + 1]


def gone(book: Book, line: dict) -> None:
    """Take a line out."""
    book.file[:] = [one for one in book.file if one is not line]
