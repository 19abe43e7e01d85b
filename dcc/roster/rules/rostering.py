"""The roster is written: whole days of people, several at once (docs/rules/domain.md#roster)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dcc import sockets
from dcc.errors import Changed, Refused
from dcc.models import Shift, Store, User, Word
from dcc.models.shift import LEAVES
from dcc.notices.telling import tell
from dcc.people.permissions import scopes
from dcc.reckoning.clock import day_of
from dcc.roster.duty_hours import times_of
from dcc.trail import audit

MOST = 2_000  # cells of one deed
AHEAD = timedelta(days=365)
MEANWHILE = "meanwhile"  # what a refusal is about where somebody else wrote a day since it was seen
OF_REST = {"data_manager", "front_desk", "marketing"}  # who stands on the roster besides agents and reception


@dataclass(frozen=True)
class Cell:
    """What one day of a person is to be. `word` is a shift of the store, "" for none; `leave` a kind of leave. `was`: what was seen there (`said_of`)."""

    person: int
    day: date
    word: str = ""
    leave: str = ""
    stand_in: int | None = None
    made_up: bool = False
    was: str | None = None


@dataclass(frozen=True)
class Saved:
    """What became of it: how many cells changed, who was told, and what is to be known besides."""

    cells: int
    told: tuple[User, ...]
    remarks: tuple[str, ...] = ()


def said_of(shift: Shift | None) -> str:
    """Return what a cell says, short: to tell whether somebody changed it since it was seen."""
    if shift is None:
        return ""
    return "|".join([shift.word, shift.leave, str(shift.stand_in_id or ""), "1" if shift.made_up else ""]).rstrip("|")


def may_set(by: User, person: User) -> bool:
    """Whether this person keeps the days of somebody: the leader an agent's, the director everybody else's (docs/rules/trust.md#duties)."""
    held = scopes(by, "roster.set")
    if by.store_id != person.store_id:
        return False
    return ("agents" in held and "agent" in person.roles) or ("others" in held and bool(person.roles & (OF_REST | {"reception"})))


@transaction.atomic
def save_roster(store: Store, cells: Sequence[Cell], *, by: User, now: datetime) -> Saved:
    """Write these days, all or none; each person is told of theirs. Past days are closed. Refused about MEANWHILE where somebody was quicker."""
    if len(cells) > MOST:
        raise Refused(_("At most %(most)s days at once. Choose fewer.") % {"most": f"{MOST:,}"})
    people = {
        person.pk: person for person in User.objects.of_store(store).employed().prefetch_related("role_rows").select_for_update(no_key=True, of=("self",))
    }
    words = {word.name: word for word in Word.objects.of(store, "shift")}
    keys = {(cell.person, cell.day) for cell in cells}
    known = {(row.user_id, row.day): row for row in Shift.objects.filter(user__in=people, day__in={day for _person, day in keys})}
    for cell in cells:
        _check(cell, people, known.get((cell.person, cell.day)), by=by, today=day_of(now, store.zone))
    changed = [cell for cell in cells if _says(cell) != said_of(known.get((cell.person, cell.day)))]
    before = {cell: known.get((cell.person, cell.day)) for cell in changed}
    ended = [(people[cell.person], cell.day, people.get(row.stand_in_id or 0)) for cell, row in before.items() if row is not None and _ends(row, cell)]
    rows = [_write(cell, people[cell.person], known.get((cell.person, cell.day)), words, by=by, now=now) for cell in changed]
    told = _remember_and_tell(store, changed, known, people, by=by, now=now)
    written = [row for row in rows if row is not None]
    answers = sockets.roster_saved.send(sender=Shift, store=store, shifts=written, ended=ended, by=by, at=now)
    return Saved(len(changed), told, tuple(sentence for _receiver, said in answers for sentence in said or ()))


def _ends(known: Shift, cell: Cell) -> bool:
    """Whether a leave somebody stood in for is none any more, or has another stand-in."""
    stood_in = known.stand_in_id if known.leave else None
    return stood_in is not None and (not cell.leave or cell.stand_in != stood_in)


def _says(cell: Cell) -> str:
    return "|".join([cell.word, cell.leave, str(cell.stand_in or ""), "1" if cell.made_up else ""]).rstrip("|")


def _check(cell: Cell, people: dict[int, User], known: Shift | None, *, by: User, today: date) -> None:
    person = people.get(cell.person)
    if person is None or not may_set(by, person):
        raise Refused(_("The leader keeps the agents' days, the sales director everybody else's."))
    if cell.day < today:
        raise Refused(_("Past days are closed."))
    if cell.day > today + AHEAD:
        raise Refused(_("The roster is written a year ahead at most."))
    if cell.leave and cell.leave not in dict(LEAVES):
        raise Refused(_("Choose a kind of leave."))
    if cell.stand_in is not None and (cell.stand_in == cell.person or cell.stand_in not in people):
        raise Refused(_("Choose somebody else of the store."))
    if cell.was is not None and cell.was != said_of(known):
        facts = {"name": person.name, "day": f"{cell.day:%m-%d}", "now": _in_words(known)}
        sentence = _("%(name)s, %(day)s: somebody wrote “%(now)s” meanwhile. Nothing was saved; look once more.") % facts
        raise Changed(sentence, about=MEANWHILE)


def _in_words(shift: Shift | None) -> str:
    if shift is None:
        return _("nothing")
    return shift.get_leave_display() if shift.leave else shift.word


def _write(cell: Cell, person: User, known: Shift | None, words: dict[str, Word], *, by: User, now: datetime) -> Shift | None:
    """Write one day; what stands there keeps its times where only who stands in changes. A shift that is over when it is written ends nothing."""
    if not cell.word and not cell.leave:
        Shift.objects.filter(user=person, day=cell.day).delete()
        return None
    keeps = known is not None and known.word == cell.word and not cell.leave and not known.leave
    row = known or Shift(user=person, day=cell.day)
    if not keeps:
        row.word, row.leave = ("" if cell.leave else cell.word), cell.leave
        row.starts, row.ends = (None, None) if cell.leave else _times(words.get(cell.word))
        times = times_of(row, person.own_store.zone)
        row.ended_at = now if times and times[1] <= now else None
    row.stand_in_id, row.made_up, row.by = cell.stand_in, bool(cell.leave) and cell.made_up, by
    row.save()
    return row


def _times(word: Word | None) -> tuple[time | None, time | None]:
    if word is None:
        raise Refused(_("Choose a shift of the list."))
    if word.meaning == "off":
        return None, None
    try:
        return time.fromisoformat(word.detail["from"]), time.fromisoformat(word.detail["to"])
    except (KeyError, ValueError):
        raise Refused(_("“%(name)s” has no times yet. Write them in the word list.") % {"name": word.name}) from None


def _remember_and_tell(store: Store, cells: Sequence[Cell], known: dict, people: dict[int, User], *, by: User, now: datetime) -> tuple[User, ...]:
    of_person: dict[int, list[Cell]] = defaultdict(list)
    for cell in cells:
        of_person[cell.person].append(cell)
    told = []
    for pk, theirs in of_person.items():
        person, days = people[pk], sorted(cell.day for cell in theirs)
        facts: dict[str, Any] = {"count": len(days), "first": days[0].isoformat(), "last": days[-1].isoformat()}
        if len(theirs) == 1:
            facts |= {"before": _kept(known.get((pk, days[0]))), "after": theirs[0].leave or theirs[0].word}
        audit.record("roster.set", person, by=by, now=now, store=store, **facts)
        if person.pk != by.pk:
            tell(person, "roster.set", now=now, by=by.pk, count=len(days), first=days[0].isoformat(), what=theirs[0].leave or theirs[0].word)
            told.append(person)
    return tuple(told)


def _kept(shift: Shift | None) -> str:
    return (shift.leave or shift.word) if shift else ""
