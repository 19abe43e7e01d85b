"""A list that rooms above may add to."""

from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

T = TypeVar("T")


class Registry(Generic[T]):
    """Things hung up by upper rooms at start-up, kept in the order of their `position`."""

    def __init__(self) -> None:
        self._things: list[tuple[int, str, T]] = []

    def add(self, thing: T, *, name: str, position: int = 50) -> None:
        """Hang up one thing. Raises ValueError if the name is taken, so that a module loaded twice is noticed."""
        if any(name == taken for _position, taken, _thing in self._things):
            raise ValueError(f"{name} is registered already")
        self._things.append((position, name, thing))
        self._things.sort(key=lambda entry: entry[:2])

    def add_each(self, things: Mapping[str, T]) -> None:
        """Hang up several, each by its name."""
        for name, thing in things.items():
            self.add(thing, name=name)

    def named(self) -> Iterator[tuple[str, T]]:
        """Each thing with its name."""
        return ((name, thing) for _position, name, thing in self._things)

    def __iter__(self) -> Iterator[T]:
        return (thing for _position, _name, thing in self._things)
