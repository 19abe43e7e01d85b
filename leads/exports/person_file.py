"""The file of a list of persons: who is in it, which numbers it gives, and what it says of itself (docs/rules/trust.md#exports)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from dcc.database.bulk import chunked
from dcc.frame.plain_workbook import Asked, asked_workbook
from dcc.models import Store, User
from leads import sockets
from leads.intake.phones import mask
from leads.models import DoNotCall
from leads.sockets import Listed, Person, PersonList

MOST_ROWS = 20_000  # of one file; a narrower list for the rest


@dataclass
class People:
    """The persons of a list, and whose number no file gives: `barred` on the do-not-call list, `without` a number that holds."""

    rows: list[Person]
    withheld: dict[int, str] = field(default_factory=dict)  # place -> barred, without

    def count(self, why: str) -> int:
        """Return how many numbers are withheld for one reason."""
        return sum(one == why for one in self.withheld.values())

    @property
    def given(self) -> list[Any]:
        """The leads, visits or cards whose number the file gives."""
        return [row.about for place, row in enumerate(self.rows) if place not in self.withheld]

    def said(self) -> dict[str, str]:
        """Return what the file says of its rows and numbers."""
        barred, without = self.count("barred"), self.count("without")
        facts = {"count": len(self.withheld), "barred": barred, "without": without}
        withheld = _("%(count)d: do not call %(barred)d, no number that holds %(without)d") % facts if self.withheld else "0"
        return {_("Rows / numbers"): f"{len(self.rows)} / {len(self.rows) - len(self.withheld)}", _("Numbers left out"): withheld}


def list_named(name: str) -> PersonList | None:
    """Return a list of persons by its name."""
    return dict(sockets.person_lists.named()).get(name)


def people_of(listing: PersonList, keys: list[int], codes: list[str], *, by: User, now: datetime) -> People:
    """Return the persons of some keys as somebody sees them now."""
    people = People(list(listing.lines(by, keys, codes, now)))
    barred = _barred(by.own_store, [row.phone for row in people.rows if row.phone], now)
    for place, row in enumerate(people.rows):
        if not row.phone[:1].isdigit():  # none, or the word of somebody erased
            people.withheld[place] = "without"
        elif row.phone in barred:
            people.withheld[place] = "barred"
    return people


def _barred(store: Store, phones: Sequence[str], now: datetime) -> set[str]:
    found: set[str] = set()
    holding = DoNotCall.objects.filter(store=store).holding(now)
    for part in chunked(phones):
        found.update(holding.filter(phone__in=part).values_list("phone", flat=True))
    return found


def masked_file(listing: PersonList, listed: Listed, *, by: User, now: datetime) -> bytes:
    """Return the workbook of a list with its numbers masked."""
    codes = listing.codes_for(by)
    people = people_of(listing, listed.keys[:MOST_ROWS], codes, by=by, now=now)
    said = {_("Question"): str(listing.title), _("Store"): by.own_store.name, **listed.said, **people.said(), _("Written by"): by.name}
    if len(listed.keys) > MOST_ROWS:
        said[_("Left out")] = _("what follows the first %(most)d rows: narrow the list to have the rest") % {"most": MOST_ROWS}
    heads = heads_of(listing, codes)
    return asked_workbook(str(listing.title), heads, _cells(people, is_full=False), Asked(said, by.own_store.zone, now))


def full_file(title: str, heads: Sequence[Any], people: People, asked: Asked) -> bytes:
    """Return the workbook of some persons with their numbers in full, stamped."""
    return asked_workbook(title, heads, _cells(people, is_full=True), asked)


def heads_of(listing: PersonList, codes: list[str]) -> list[Any]:
    """Return the heads of the columns."""
    return [_("Name"), _("Phone"), *(listing.columns[code] for code in codes)]


def _cells(people: People, *, is_full: bool) -> Iterator[list[Any]]:
    for place, row in enumerate(people.rows):
        number = "" if place in people.withheld else row.phone if is_full else mask(row.phone)
        yield [row.name, number, *row.cells]
