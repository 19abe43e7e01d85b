"""What rooms above may hang on this one.

Signals are sent inside the verb's transaction: a failing receiver undoes the deed.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.dispatch import Signal

from dcc.registry import Registry


@dataclass(frozen=True)
class Section:
    """One place in the navigation: shown to whoever may do `permission`."""

    url: str  # name of a URL without arguments
    label: Any
    icon: str
    permission: str
    group: str = ""  # "", "figures" or "manage"
    key: str = ""  # pressed after G
    shortcut: str = ""  # a key of its own, on every page: "F2"; what calls one away, so that a half-written call is kept whole
    pages: tuple[str, ...] = ()  # further URL names that belong to it
    count: Callable | None = None  # user, now -> (number waiting, whether something is late)
    rows: Callable | None = None  # user, now -> {name: rows of models with a `store`}: what waits, instead of `count`; all sections' in one query
    query: str = ""  # of its link, so that the page opens on what `count` counts: "status=open"
    label_of: Callable | None = None  # user -> what this person calls it, where that is not `label`
    unless: str = ""  # a permission of whoever gets there by a switch on another section's page
    shelf: str = ""  # of a report: "now", "compare" or "fixed"; it stands among all reports, and in the navigation of those whose first it is
    answers: Any = ""  # of a report: what it answers, in one sentence
    first_for: tuple[str, ...] = ()  # roles in whose navigation this report stands before others; "all" of them

    @property
    def is_counted(self) -> bool:
        """Whether a number may stand beside it."""
        return self.count is not None or self.rows is not None


@dataclass(frozen=True)
class Formula:
    """What a figure counts, in words: its title and a few sentences. Shown at its head, printed under its table."""

    title: Any
    lines: tuple[Any, ...]


@dataclass(frozen=True)
class RobotNews:
    """One thing that happened, for a group chat: `key` tells it from all others of its kind. Words with a surname at most and never a number, and a page."""

    key: str
    at: datetime
    words: str
    url: str = ""


@dataclass(frozen=True)
class RobotKind:
    """A kind of messages into group chats: `news` are those of a store between two moments, asked each minute for the last hour."""

    label: Any
    news: Callable[..., Iterable[RobotNews]]  # store, since, now


navigation: Registry[Section] = Registry()
landing_pages: Registry[Callable] = Registry()  # user -> URL name or None: where each role's day begins; the first answer holds
due_verbs: Registry[Callable] = Registry()  # verb(*, now): what happens by itself; one that fails keeps no other waiting
notice_kinds: Registry[Callable] = Registry()  # by the kind: notice -> (sentence, url or "")

formulas: Registry[Callable] = Registry()  # name of a figure -> Formula, or None where it is another room's


jobs: Registry[Callable] = Registry()  # () -> bool: one step of slow work for the worker; False when nothing waits
holdings: Registry[Callable] = Registry()  # user -> (sentence, url) or None: what somebody who left still holds
gone: Registry[Callable] = Registry()  # request -> why what it asks for is not there any more, to whoever had it; "" where it never was, or is another's
trail_links: Registry[Callable] = Registry()  # by the type of object: user, ids, now -> {id: (words, url)}: the rows a reader of the trail may see
notice_leads: Registry[Callable] = Registry()  # (user, ids, now) -> {id: lead}: of the leads that notices speak of, those their reader may see now

number_showings: Registry[str] = Registry()  # deed of the trail that shows somebody a full number: counted against their day, read in their own trail
trail_questions: Registry[tuple[Any, Callable]] = Registry()  # (words, (entries, now) -> entries): what the trail is asked beside single deeds

robot_kinds: Registry[RobotKind] = Registry()  # by the name of the kind: what goes into the group chats that want it

queues: Registry[Callable] = Registry()  # () -> since when the oldest of a kind of slow work waits, or None: told to a Prometheus
backup_marks: Registry[Callable] = Registry()  # now -> words and numbers: what a backup says of its database, asked again of the copy when it is verified
restored: Registry[Callable] = Registry()  # since, now -> words: what is done again once a copy of that moment was brought back

roster_saved = Signal()  # store, shifts, ended (who, day, stand-in of a leave that ended), by, at: days of the roster were written; answers sentences
store_born = Signal()  # store, by, at: every room makes its defaults
