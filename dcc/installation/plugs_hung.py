"""What hangs where: every socket of every room, and what the rooms hung on it."""

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.dispatch import Signal

from dcc.registry import Registry


def hung(rooms: Iterable[str]) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """Yield each socket of the rooms as it stands there, with what hangs on it: by the module that holds it, "" for what is no function, the names."""
    for room in rooms:
        if find_spec(f"{room}.sockets") is None:
            continue
        for name, socket in vars(import_module(f"{room}.sockets")).items():
            if isinstance(socket, Registry):
                yield f"{room}.{name}", _by_module(socket.named())
            elif isinstance(socket, Signal):
                yield f"{room}.{name}", _by_module((receiver.__name__, receiver) for receiver in _receivers(socket))


def _by_module(things: Iterable[tuple[str, Any]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, thing in things:
        found.setdefault(thing.__module__ if callable(thing) else "", []).append(name)
    return {module: sorted(found[module]) for module in sorted(found)}


def _receivers(signal: Signal) -> Iterator[Callable]:
    for _key, reference, *_rest in signal.receivers:
        if (receiver := reference()) is not None:
            yield receiver


def table(rooms: Iterable[str]) -> str:
    """Return it as the table of docs/architecture.md has it."""
    lines = ["| socket | hung on it |", "|---|---|"]
    for socket, things in hung(rooms):
        said = [f"`{module}`: {', '.join(names)}" if module else ", ".join(names) for module, names in things.items()]
        lines.append(f"| `{socket}` | {'; '.join(said)} |")
    return "\n".join(lines) + "\n"
