"""What rooms above may hang on leads.

Signals are sent inside the verb's transaction: a failing receiver undoes the deed.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.dispatch import Signal

from dcc.registry import Registry


@dataclass(frozen=True)
class PoolPanel:
    """A panel of the allocation page: its template with what that shows, and for the strip its name, an icon and how many wait."""

    template: str
    context: dict[str, Any]
    label: Any
    icon: str
    count: int | str


@dataclass(frozen=True)
class Figure:
    """One figure as its address says it. `name` is what it counts, `described` the same with whose and when; `value` what it comes to.

    `value(None)` is of the days of the address, `value(day)` of as many days up to that one: `226`, or `8/39` of a rate.
    """

    address: str
    name: str
    described: Callable[[], str]
    value: Callable[[date | None], str]
    url: str


@dataclass(frozen=True)
class Person:
    """One line of a list of persons: whose number it is (a lead, visit or card), the name, the number in full or "", and the further cells."""

    about: Any
    name: str
    phone: str
    cells: tuple[Any, ...]


@dataclass(frozen=True)
class Listed:
    """What a list holds as its address asks for it: keys in its order, the question as the trail keeps it, as a file says it, and as its page asks it."""

    keys: list[int]
    asked: dict[str, Any]
    said: dict[str, str]
    query: str = ""


@dataclass(frozen=True)
class PersonList:
    """A list of persons that may leave as a workbook: its title, the page it stands on and the permission for it, its columns beside name and number.

    `find(user, params, now, most)` -> Listed; `lines(user, keys, codes, now)` -> iterable of Person in the order of the keys, who may not be seen any
    more left out; `chosen(user)` -> codes of the columns that somebody sees.
    """

    title: Any
    page: str
    right: str
    columns: Mapping[str, Any]
    find: Callable[..., "Listed"]
    lines: Callable[..., Iterable["Person"]]
    chosen: Callable[..., Iterable[str]] | None = None

    def codes_for(self, user: Any) -> list[str]:
        """Return the columns of this person's list, by their codes."""
        return list(self.chosen(user) if self.chosen else self.columns)


person_lists: Registry[PersonList] = Registry()  # by the name of the list: what may leave as a workbook
own_rows: Registry[Callable] = Registry()  # user, now -> Q: further open leads that are this person's own, each way by an index
read_rows: Registry[Callable] = Registry()  # user -> Q: further closed leads this person may read and no more, each way by an index
history: Registry[Callable] = Registry()  # lead -> iterable of leads.customer.history.part: rows to be read with the lead's record
timeline: Registry[Callable] = Registry()  # lead, user, now -> iterable of leads.customer.timeline.Entry
lead_panels: Registry[Callable] = Registry()  # lead, user, now -> (template, context) or None: panes of the customer's page
lead_tags: Registry[Callable] = Registry()  # lead -> words for the head of the customer: facts that change how one works
number_writings: Registry[str] = Registry()  # deed of the trail that wrote a lead's number anew; `which`: its fields, both where nothing is said
lead_actions: Registry[Callable] = Registry()  # lead, user -> (url, label, icon) or None: what one may do with it
closing_obstacles: Registry[Callable] = Registry()  # lead, outcome, now -> sentence or None: why it may not be closed so
reopening_obstacles: Registry[Callable] = Registry()  # lead, now -> sentence or None: why it may not be opened again
proposal_checks: Registry[Callable] = Registry()  # lead, kind, meaning of the reason, now -> sentence or None: why it may not be proposed
next_steps: Registry[Callable] = Registry()  # now -> Q of leads: those for which something dated lies ahead, or runs, in a room above
# ids of leads -> iterable of (lead id, moment, word): what is dated for them in a room above, set-wise
dated_steps: Registry[Callable] = Registry()
met: Registry[Callable] = Registry()  # now -> Q of leads: those whose customer was in the store, or is just being dialled: touched, though no call says so
# name of the lead's key in a queryset -> Exists: whether that lead has bought, so that others look after it until delivery
bought: Registry[Callable] = Registry()
grading_facts: Registry[Callable] = Registry()  # leads -> {lead id: {name: value of leads.grading.grade_hint.Facts}}: what rooms above know of them, set-wise
contacts: Registry[Callable] = Registry()  # lead -> iterable of (when the server knew of it, its moment): calls and visits that ask for a grade
worked: Registry[Callable] = Registry()  # lead, moment -> iterable of (who, when): what people did with it after that moment
# ids of leads -> querysets of (lead id, word of leads.intake.undo_plan.STAYS_FOR, moment): what rooms above know was done with them, set-wise
touches: Registry[Callable] = Registry()
claimed_leads: Registry[Callable] = Registry()  # ids of leads -> those among them the rules may not give before the leader decided, set-wise
pool_panels: Registry[Callable] = Registry()  # user, now -> leads.sockets.PoolPanel or None: what waits for the leader on the allocation page
# ids of leads -> {lead id: [(moment, the store's word of the outcome, seconds spoken)]}: the calls of some leads, set-wise, the first first
calls_of: Registry[Callable] = Registry()
figures: Registry[Callable] = Registry()  # user, address (the query of a figure's page), now -> Figure, None where it is none this person may see
row_keys: Registry[Callable] = Registry()  # channel id, repeat keys -> those among them of rows that turned out to be a call logged before
logged_calls: Registry[Callable] = Registry()  # store, arrivals that rang, now -> {id of the arrival: the call it is, which somebody has logged}
grading_panes: Registry[Callable] = Registry()  # lead, user -> (template, context): what happened since the last grading

leads_opened = Signal()  # store, lead_ids, by, at: set-wise, an import opens many at once
rows_rang = Signal()  # store, rows: (arrival that rang, its lead's id or None, whether it opened that), calls: as `logged_calls` says, batch, at
import_undone = Signal()  # batch, kept: ids of leads that stay with all of it, by, at: its inquiries and leads are taken back next
channels_moved = Signal()  # lead_ids: an earlier inquiry turned up, the lead counts in its channel from now on
lead_closed = Signal()  # lead, by, at
lead_reopened = Signal()  # lead, closed_at, closed_as, by, at: its end was none, what that ended is as before
grading_undone = Signal()  # lead, at: the judgement of that moment was none; sent before what waits is written anew
