"""A line as people read it: whose leads, and what is done with them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from leads.pool.allocation_plan import Line
from leads.pool.allocation_words import source_in_words

ACTS: dict[str, Any] = {
    "returning": gettext_lazy("to the agent who knew them"),
    "named": gettext_lazy("named people"),
    "even": gettext_lazy("evenly, by weight, within the cap"),
    "leader": gettext_lazy("left for the leader"),
}


@dataclass(frozen=True)
class Names:
    """What a store calls what its lines ask for."""

    channels: Mapping[int, str]
    people: Mapping[int, str]


@dataclass
class SaidLine:
    """A line in words: its place, what it asks as (word, values), what is asked of none, what it does, for whom, and how many leads it took."""

    place: int
    line: Line
    asks: list[tuple[str, str]]
    whole: str
    does: str
    whom: str
    took: int = 0
    is_changed: bool = False


def said_line(line: Line, place: int, names: Names, *, is_last: bool = False, took: int = 0) -> SaidLine:
    """Say a line."""
    asks = [(word, _(", ").join(values)) for word, values in _asked(line, names) if values]
    return SaidLine(place, line, asks, "" if asks else _whole(line, is_last=is_last), str(ACTS[line.act]), _people(line, names), took)


def said_lines(lines: Iterable[Line], names: Names, took: Mapping[int, int]) -> list[SaidLine]:
    """Say the lines of a store, each with how many it took."""
    lines = list(lines)
    return [said_line(line, place, names, is_last=place == len(lines), took=took.get(place, 0)) for place, line in enumerate(lines, start=1)]


def _asked(line: Line, names: Names) -> Iterable[tuple[str, list[str]]]:
    yield _("Source"), [source_in_words(source) for source in sorted(line.source)]
    yield _("Channel"), sorted(names.channels.get(pk, "?") for pk in line.channel)
    yield _("Car model"), sorted(line.model)
    yield _("Hours"), [hours_in_words(line)] if line.hours else []


def hours_in_words(line: Line) -> str:
    """Return the hours of a line: 18:00–08:30."""
    return "–".join(f"{moment:%H:%M}" for moment in line.hours or ())


def _whole(line: Line, *, is_last: bool) -> str:
    if line.act == "returning":
        return _("Returning customers whose agent is on duty")
    return pgettext("leads", "The rest") if is_last else pgettext("leads", "All")


def _people(line: Line, names: Names) -> str:
    return _(", ").join(sorted(names.people.get(pk, "?") for pk in line.users)) if line.act == "named" else ""
