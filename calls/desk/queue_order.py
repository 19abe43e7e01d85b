"""The one order of an agent's work, in five groups (docs/rules/domain.md#queue). A decider: no database, no clock.

missed: missed incoming calls, oldest first · promise: promised calls, from 30 minutes before, so that a broken one of an earlier day stands first, and visits
to be confirmed, from when they are · new: never called, by what is left of the limit · today: everything else due today · overdue: what else was due before
today, oldest first; a second look of a lost customer stands with today's. A lead stands once, at its first place.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from calls.appointments.confirming import Confirmation

GROUPS = ("missed", "promise", "new", "today", "overdue")
LOOKS_STAND = "today"  # the group of the second looks
EARLY = timedelta(minutes=30)  # a promise stands from so long before its time
URGENT = 0.25  # of the response limit left: late enough to be said in red


@dataclass(frozen=True, slots=True)
class Duty:
    """One follow-up that is open; `campaign`: the name of the one it invites to."""

    kind: str
    due_at: datetime
    note: str = ""
    made_at: datetime | None = None
    campaign: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """A second look that may be called: its key, when it was drawn, which try this is."""

    pk: int
    drawn_at: datetime
    attempt: int = 1


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is known of a lead that may stand in the queue. `left` and `limit` are working minutes of the response limit, for one never called."""

    lead_id: int
    missed_at: datetime | None = None
    never_called: bool = False
    respond_by: datetime | None = None
    left: float = 0
    limit: float = 0
    duties: tuple[Duty, ...] = ()
    confirmation: Confirmation | None = None
    look: Look | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a lead stands and why: the group, the moment it is ordered by, the duty or the visit to confirm where one calls it, whether it is late."""

    lead_id: int
    group: str
    moment: datetime
    late: bool
    duty: Duty | None = None
    left: float = 0
    confirms: datetime | None = None
    look: Look | None = None


def arrange(candidates: Iterable[Candidate], *, now: datetime, day: tuple[datetime, datetime]) -> list[Place]:
    """Return the queue, in order. `day` is today, from its beginning to its end."""
    places = [place for candidate in candidates if (place := _place(candidate, now=now, day=day))]
    return sorted(places, key=lambda place: (GROUPS.index(place.group), place.moment, place.lead_id))


def _place(candidate: Candidate, *, now: datetime, day: tuple[datetime, datetime]) -> Place | None:
    """Return the first place that is a lead's, None if it stands nowhere."""
    if candidate.look is not None:
        return Place(candidate.lead_id, LOOKS_STAND, candidate.look.drawn_at, late=False, look=candidate.look)
    if candidate.missed_at is not None:
        return Place(candidate.lead_id, "missed", candidate.missed_at, late=True)
    if promise := _earliest(duty for duty in candidate.duties if duty.kind == "callback" and duty.due_at <= now + EARLY and duty.due_at < day[1]):
        return Place(candidate.lead_id, "promise", promise.due_at, late=promise.due_at < day[0], duty=promise)
    if visit := candidate.confirmation:
        return Place(candidate.lead_id, "promise", visit.since, late=visit.late, confirms=visit.visit_at)
    if candidate.never_called:
        return Place(candidate.lead_id, "new", candidate.respond_by or day[0], late=candidate.left <= candidate.limit * URGENT, left=candidate.left)
    others = [duty for duty in candidate.duties if duty.kind != "callback"]
    if today := _earliest(duty for duty in others if day[0] <= duty.due_at < day[1]):
        return Place(candidate.lead_id, "today", today.due_at, late=False, duty=today)
    past = _earliest(duty for duty in others if duty.due_at < day[0])
    return Place(candidate.lead_id, "overdue", past.due_at, late=True, duty=past) if past else None


def _earliest(duties: Iterable[Duty]) -> Duty | None:
    return min(duties, key=lambda duty: duty.due_at, default=None)


def answered_by_call(kind: str, due_at: datetime, *, now: datetime, day_end: datetime) -> bool:
    """Whether a call made now answers this duty: what stands in the queue, and nothing that lies further ahead."""
    return due_at <= now + EARLY if kind == "callback" else due_at < day_end
