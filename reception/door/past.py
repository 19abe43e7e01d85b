"""What was known of a group when it was registered, out of a store's whole history: facts for the rules of attribution.

Knows no database and no clock. Judged is the arrival, by what had been written when it was registered (docs/rules/domain.md#unknown-walk-ins): what was
written later changes nothing, and what was taken back since still counted then. Ids are numbers in the order of entering.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from calls.desk.retry import NO_SHOW_AFTER
from reception.door.attribution import Cycle, Facts, Invitation, Window

CALLED_OFF = frozenset({"cancelled", "moved"})


@dataclass(frozen=True, slots=True)
class Span:
    """From when something held, and until when; None: it holds still. `what`: the number, the lead, the agent it is about."""

    since: datetime
    until: datetime | None = None
    what: int | str | None = None

    def holds(self, moment: datetime) -> bool:
        """Whether it held at a moment."""
        return self.since <= moment and (self.until is None or self.until > moment)


@dataclass(frozen=True, slots=True)
class PastLead:
    """A lead through its life. `numbers`: each it had, oldest first; `closed`: each time it was; `merged`: each time, into which; `agents`: allocations."""

    id: int
    entered_at: datetime
    first_number: str = ""
    numbers: tuple[Span, ...] = ()
    closed: tuple[Span, ...] = ()
    merged: tuple[Span, ...] = ()
    agents: tuple[Span, ...] = ()
    released_at: tuple[datetime, ...] = ()
    gone_at: datetime | None = None

    def number_at(self, moment: datetime) -> str:
        """Return the number it had at a moment; empty: none."""
        had = [span.what for span in self.numbers if span.holds(moment)]
        return str(had[-1] or "") if had else self.first_number

    def agent_at(self, arrived_at: datetime, then: datetime) -> int | None:
        """Return whose it was at an arrival, as it was known then: of the last allocation up to the arrival."""
        given = [span for span in self.agents if span.since <= arrived_at and (span.until is None or span.until > then)]
        return int(given[-1].what) if given and given[-1].what is not None else None

    def closed_at(self, moment: datetime) -> datetime | None:
        """Return since when it was closed at a moment."""
        return next((span.since for span in self.closed if span.holds(moment)), None)

    def into(self, moment: datetime) -> int | None:
        """Return the lead it was merged into at a moment."""
        return next((int(span.what) for span in self.merged if span.what is not None and span.holds(moment)), None)


@dataclass(frozen=True, slots=True)
class PastTransfer:
    """An inquiry that brought a lead from the showroom: its moment, and from when until when it was written. `lead`: whose it was first."""

    lead: int
    received_at: datetime
    written: Span


@dataclass(frozen=True, slots=True)
class PastAppointment:
    """An appointment as it ended. `lead`: whose it was first; `written`: from its booking until it was taken back."""

    id: int
    lead: int
    scheduled_for: datetime
    written: Span
    booker: int | None = None
    specialist: int | None = None
    ended_as: str = ""
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PastChange:
    """A changed tag; `lead_before`: the visit's lead until then, where that is known to be another."""

    written: Span
    tag: str
    appointment: int | None = None
    lead_before: int | None = None


@dataclass(frozen=True, slots=True)
class PastVisit:
    """A group as it was registered first. `lead`: whose it was first; `number` the one given then, `found_by` the lead without one it was found by.

    `unknown`: nobody on arrival, whatever became known later. `changes`: oldest first.
    """

    id: int
    arrived_at: datetime
    written: Span
    lead: int | None = None
    number: str = ""
    found_by: int | None = None
    unknown: bool = False
    looks: bool = True
    tag: str = ""
    appointment: int | None = None
    changes: tuple[PastChange, ...] = ()

    def tag_at(self, moment: datetime) -> str:
        """Return the tag it had at a moment."""
        return next((change.tag for change in reversed(self.changes) if change.written.holds(moment)), self.tag)

    def lead_at(self, moment: datetime) -> int | None:
        """Return the lead it was of at a moment, before any merge."""
        later = [change for change in self.changes if change.written.since > moment and change.lead_before is not None]
        return later[0].lead_before if later else self.lead


Row = TypeVar("Row", PastTransfer, PastAppointment)


class Past:
    """The history of one store, to be asked what was known of an arrival."""

    def __init__(
        self,
        leads: Iterable[PastLead],
        transfers: Iterable[PastTransfer],
        appointments: Iterable[PastAppointment],
        visits: Iterable[PastVisit],
    ) -> None:
        self.leads = {lead.id: lead for lead in leads}
        self.visits = list(visits)
        self._transfers = _by_lead(transfers)
        self._appointments = _by_lead(appointments)
        self._numbered: dict[str, set[int]] = defaultdict(set)
        self._merged: dict[int, set[int]] = defaultdict(set)
        for lead in self.leads.values():
            for number in {lead.first_number, *(str(span.what or "") for span in lead.numbers)} - {""}:
                self._numbered[number].add(lead.id)
            for span in lead.merged:
                self._merged[int(span.what or 0)].add(lead.id)
        self._kept: dict[int, list[tuple[Span, PastVisit]]] = defaultdict(list)
        self._visits: dict[int, list[PastVisit]] = defaultdict(list)
        for visit in self.visits:
            for lead_id in {visit.lead, *(change.lead_before for change in visit.changes)}:
                self._visits[lead_id or 0].append(visit)
            for span, appointment in [(visit.written, visit.appointment), *((change.written, change.appointment) for change in visit.changes)]:
                self._kept[appointment or 0].append((span, visit))

    def facts_of(self, visit: PastVisit, window: Window) -> Facts:
        """Return what was known of a visit when it was registered, for the rules to judge; whom they named is the caller's to add."""
        then, at = visit.written.since, visit.arrived_at
        leads = self.leads_of(visit)
        rows = {lead.id: self._rows_of(lead.id, then) for lead in leads}
        brought = [row for homes in rows.values() for home in homes for row in self._transfers[home] if row.written.holds(then)]
        expected = [row for homes in rows.values() for home in homes for row in self._appointments[home] if row.written.holds(then)]
        released = {moment for homes in rows.values() for home in homes for moment in self.leads[home].released_at if moment <= then}
        return Facts(
            arrived_at=at,
            looks=visit.looks,
            cycles=tuple(Cycle(lead.id, lead.entered_at, lead.closed_at(then), lead.agent_at(at, then)) for lead in leads),
            transferred_at=tuple(row.received_at for row in brought if row.received_at <= at),
            released_at=tuple(sorted(released)),
            invitations=tuple(self._invitation(row, visit) for row in expected),
            dcc_visits=tuple(self._dcc_visits(rows, visit)),
            window=window,
        )

    def leads_of(self, visit: PastVisit) -> list[PastLead]:
        """Return the person's leads that were known when the visit was registered, oldest first; those merged away are in the place they went to."""
        then = visit.written.since
        if visit.unknown:
            return []
        known = {pk for pk in self._numbered[visit.number] if self.leads[pk].number_at(then) == visit.number} if visit.number else {visit.found_by}
        standing = {self.home(pk, then) for pk in known if pk is not None and self._stood(pk, then)}
        found = [self.leads[pk] for pk in standing if self._stood(pk, then)]
        return sorted(found, key=lambda lead: (lead.entered_at, lead.id))

    def home(self, lead_id: int, moment: datetime) -> int:
        """Return the lead that stood for a lead at a moment: itself, or the one it was merged into."""
        while (into := self.leads[lead_id].into(moment)) is not None:
            lead_id = into
        return lead_id

    def _stood(self, lead_id: int, then: datetime) -> bool:
        lead = self.leads[lead_id]
        return lead.entered_at < then and (lead.gone_at is None or lead.gone_at > then)

    def _rows_of(self, lead_id: int, then: datetime) -> list[int]:
        """Return the leads whose rows a lead had at a moment: its own, and those of the leads merged into it then."""
        found = [lead_id]
        for home in found:
            found.extend(pk for pk in sorted(self._merged[home]) if self.leads[pk].into(then) == home)
        return found

    def _invitation(self, row: PastAppointment, visit: PastVisit) -> Invitation:
        """Return an appointment as it stood when a visit was registered: kept by one registered before, called off by then, or free."""
        then = visit.written.since
        kept = [other.arrived_at for span, other in self._kept[row.id] if other.id != visit.id and span.since < then and span.holds(then)]
        invitation = Invitation(row.id, row.written.since, row.scheduled_for, row.booker, row.specialist)
        if kept:
            return replace(invitation, ended_as="arrived", ended_at=max(kept))
        if row.ended_as in CALLED_OFF and row.ended_at is not None and row.ended_at <= then:
            return replace(invitation, ended_as=row.ended_as, ended_at=row.ended_at)
        merged_at = self._second_since(row, then)
        return replace(invitation, ended_as="cancelled", ended_at=merged_at) if merged_at else invitation

    def _second_since(self, row: PastAppointment, then: datetime) -> datetime | None:
        """Return since when an appointment was none, a merge holding then that was undone since: the lead that was kept had one that ran, too."""
        for span in self.leads[row.lead].merged:
            if span.holds(then) and row.scheduled_for > span.since and _ran(row, span.since):
                homes = [home for home in self._rows_of(int(span.what or 0), span.since) if home != row.lead]
                if any(_ran(other, span.since) for home in homes for other in self._appointments[home]):
                    return span.since
        return None

    def _dcc_visits(self, rows: dict[int, list[int]], visit: PastVisit) -> Iterator[tuple[int, datetime]]:
        then = visit.written.since
        for lead_id, homes in rows.items():
            for other in {other.id: other for home in homes for other in self._visits[home]}.values():
                before = other.id != visit.id and other.written.since < then and other.written.holds(then)
                if before and other.lead_at(then) in homes and other.tag_at(then) == "dcc":
                    yield lead_id, other.arrived_at


def _ran(row: PastAppointment, moment: datetime) -> bool:
    """Whether an appointment was to be kept still at a moment."""
    over = row.scheduled_for + NO_SHOW_AFTER <= moment or (row.ended_at is not None and row.ended_at <= moment)
    return row.written.holds(moment) and not over


def _by_lead(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.lead].append(row)
    return found
