"""What rooms above may hang on this one.

Signals are sent inside the verb's transaction: a failing receiver undoes the deed.
"""

from collections.abc import Callable
from dataclasses import dataclass

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
    pages: tuple[str, ...] = ()  # further URL names that belong to it
    count: Callable | None = None  # user -> (number waiting, whether something is late)


navigation: Registry[Section] = Registry()
landing_pages: Registry[Callable] = Registry()  # user -> URL name or None: where each role's day begins; the first answer holds
searches: Registry[tuple[str, str]] = Registry()  # (URL name, permission): where the search of the topbar posts `q` to; the first one allowed holds
due_verbs: Registry[Callable] = Registry()  # run_due(*, now): what a room does by itself
notice_kinds: Registry[tuple[str, Callable]] = Registry()  # (kind, notice -> (sentence, url or ""))

jobs: Registry[Callable] = Registry()  # () -> bool: one step of slow work for the worker; False when nothing waits
holdings: Registry[Callable] = Registry()  # user -> (sentence, url) or None: what somebody who left still holds
trail_links: Registry[tuple[str, Callable]] = Registry()  # (object type, (user, ids) -> {id: (words, url)}): the rows a reader of the trail may see

store_born = Signal()  # store, by, at: every room makes its defaults
person_left = Signal()  # user, by, at
