"""The lines of a ledger file, one object each, in bounded memory."""

import json
from collections.abc import Callable, Iterator
from typing import IO

from reporting.ledger.format import TYPES
from reporting.ledger.refusals import LedgerRefused

LONGEST = 4_000_000  # bytes of one line


class KeyTwice(Exception):
    """An object names a key twice."""


def read_lines(file: IO[bytes], progress: Callable[[int], None] | None = None) -> Iterator[tuple[int, str, dict]]:
    """Yield (line number, type, the other keys). Raises LedgerRefused for what is no line of a ledger."""
    number = 0
    while raw := file.readline(LONGEST + 1):
        number += 1
        if raw.isspace():
            continue
        line = _parse(number, raw)
        kind = line.pop("type", None)
        if not isinstance(kind, str) or kind not in TYPES:
            raise LedgerRefused(number, "type", f"unknown type {kind!r}")
        yield number, kind, line
        if progress and number % 2000 == 0:
            progress(file.tell())


def _parse(number: int, raw: bytes) -> dict:
    if len(raw) > LONGEST:
        raise LedgerRefused(number, "", "longer than a line may be")
    try:
        line = DECODER.decode(raw.decode("utf-8-sig" if number == 1 else "utf-8"))
    except KeyTwice as problem:
        raise LedgerRefused(number, str(problem), "stands twice in one object") from None
    except UnicodeDecodeError:
        raise LedgerRefused(number, "", "not UTF-8") from None
    except (ValueError, RecursionError):
        raise LedgerRefused(number, "", "not JSON") from None
    if not isinstance(line, dict):
        raise LedgerRefused(number, "", "not an object")
    return line


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _once(pairs: list[tuple[str, object]]) -> dict:
    """Make an object of its keys, each of which may stand once: of two values nobody knows which is meant."""
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _value in pairs]
        raise KeyTwice(next(name for name in names if names.count(name) > 1))
    return found


DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_refuse_constant)  # made once: twice as fast as json.loads with a hook
