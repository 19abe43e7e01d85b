"""What rooms above may hang on this one.

Signals are sent inside the verb's transaction: a failing receiver undoes the deed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.dispatch import Signal

from dcc.registry import Registry


@dataclass(frozen=True)
class Section:
    """One place in the navigation: shown to whoever may do `permission`."""

    url: str  # name of a URL without arguments
    label: str
    icon: str
    permission: str
    group: str = ""  # "", "figures" or "manage"
    key: str = ""  # pressed after G
    shortcut: str = ""  # a key of its own, on every page: "F2"; what calls one away, so that a half-written call is kept whole
    pages: tuple[str, ...] = ()  # further URL names that belong to it
    count: Callable | None = None  # user -> (number waiting, whether something is late)
    query: str = ""  # of its link, so that the page opens on what `count` counts: "status=open"
    label_of: Callable | None = None  # user -> what this person calls it, where that is not `label`


@dataclass(frozen=True)
class DeskItem:
    """One thing that waits for somebody: a row of the role's desk. The most urgent is what one does first."""

    what: str
    icon: str
    how_much: str  # “18 leads, the longest for 2 h 10 min”
    url: str
    action: str  # the word of its button
    since: str = ""
    late: bool = False
    urgency: int = 50  # smaller comes first; late ones before all others


@dataclass(frozen=True)
class DeskRoutine:
    """One step of the day's routine, ticked by the data. `state`: done, part, now or open."""

    what: str
    detail: str
    state: str
    at: str = ""


@dataclass(frozen=True)
class Formula:
    """What a figure counts, in words: its title and a few sentences. Shown at its head, printed under its table."""

    title: Any
    lines: tuple[Any, ...]


navigation: Registry[Section] = Registry()
landing_pages: Registry[Callable] = Registry()  # user -> URL name or None: where each role's day begins; the first answer holds
searches: Registry[tuple[str, str]] = Registry()  # (URL name, permission): where the search of the topbar posts `q` to; the first one allowed holds
uploads: Registry[str] = Registry()  # URL name of a form that brings a file: its body may be larger than any other's
due_verbs: Registry[Callable] = Registry()  # verb(*, now): what happens by itself; one that fails keeps no other waiting
notice_kinds: Registry[tuple[str, Callable]] = Registry()  # (kind, notice -> (sentence, url or ""))

formulas: Registry[Callable] = Registry()  # name of a figure -> Formula, or None where it is another room's

desk_items: Registry[Callable] = Registry()  # user, now -> iterable of DeskItem: what waits for this person
first_steps: Registry[Callable] = Registry()  # user, now -> iterable of DeskItem: what a store that takes in nothing yet wants before anything else
desk_routines: Registry[Callable] = Registry()  # user, now -> DeskRoutine or None: a step of this person's day

jobs: Registry[Callable] = Registry()  # () -> bool: one step of slow work for the worker; False when nothing waits
holdings: Registry[Callable] = Registry()  # user -> (sentence, url) or None: what somebody who left still holds
trail_links: Registry[tuple[str, Callable]] = Registry()  # (object type, (user, ids) -> {id: (words, url)}): the rows a reader of the trail may see
notice_leads: Registry[Callable] = Registry()  # (user, ids) -> {id: lead}: of the leads that notices speak of, those their reader may see now

number_showings: Registry[str] = Registry()  # deed of the trail that shows somebody a full number: counted against their day, read in their own trail
trail_questions: Registry[tuple[Any, Callable]] = Registry()  # (words, (entries, now) -> entries): what the trail is asked beside single deeds

store_born = Signal()  # store, by, at: every room makes its defaults
person_left = Signal()  # user, by, at
