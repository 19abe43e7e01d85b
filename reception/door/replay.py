"""Visits judged again, each by what was known when it was registered (docs/rules/domain.md#rule-trials): facts of a store in, answers out.

Knows no database and no clock. The decider is that of the desk (`reception.door.attribution`).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from reception.door.attribution import Answer, Cycle, Facts, Invitation, Window, decide


@dataclass(frozen=True, slots=True)
class LeadFacts:
    """A lead as it stands; `merged_at` is when it was merged into another."""

    id: int
    phone: str
    opened_at: datetime
    closed_at: datetime | None = None
    released_at: datetime | None = None
    merged_into: int | None = None
    merged_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Booking:
    """An appointment; `lead` is the one it was booked for, whatever was merged since. `over_at`: when it was cancelled or moved."""

    id: int
    lead: int
    booked_at: datetime
    scheduled_for: datetime
    booker: int | None = None
    over_as: str = ""
    over_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A changed tag: from when on which, and the appointment it counts as kept."""

    at: datetime
    tag: str
    appointment: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A visit as it was first set; `lead` is the one it was written for. `stands`: why it is not judged again; "": it is. `opened`: it opened its lead."""

    id: int
    at: datetime
    registered_at: datetime
    tag: str
    basis: str
    agent: int | None = None
    appointment: int | None = None
    lead: int | None = None
    phone: str = ""
    stands: str = ""
    opened: bool = False
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """What is written of a store's people: leads, whom each was given to and when, when each came by a transfer, appointments, visits."""

    leads: Iterable[LeadFacts]
    given: dict[int, list[tuple[datetime, int | None]]]  # by lead, the earliest first
    transfers: dict[int, list[datetime]]  # by the lead it was written for
    bookings: Iterable[Booking]
    groups: Iterable[Group]


class Replay:
    """The history of one store, and the visits of it judged again in the order in which they were registered."""

    def __init__(self, written: Written) -> None:
        self.leads = {lead.id: lead for lead in written.leads}
        self.given = written.given
        self.groups = sorted(written.groups, key=lambda group: (group.registered_at, group.id))
        self._order = {group.id: place for place, group in enumerate(self.groups)}
        self._by_phone: dict[str, list[int]] = defaultdict(list)
        self._bookings: dict[int, list[Booking]] = defaultdict(list)
        self._visits: dict[int, list[Group]] = defaultdict(list)
        self._kept: dict[int, list[tuple[Group, datetime]]] = defaultdict(list)
        self._transfers: dict[int, list[tuple[int, datetime]]] = defaultdict(list)
        for lead in self.leads.values():
            if lead.phone:
                self._by_phone[lead.phone].append(lead.id)
        for booking in written.bookings:
            self._bookings[self._root(booking.lead)].append(booking)
        for lead_id, moments in written.transfers.items():
            self._transfers[self._root(lead_id)] += [(lead_id, moment) for moment in moments]
        for group in self.groups:
            self._index(group)
        self._tried: dict[int, Answer] = {}
        self._kept_tried: dict[int, list[Group]] = defaultdict(list)  # by the appointment that they keep in the trial
        self._opened: dict[str, list[Group]] = defaultdict(list)  # visits that would have opened a lead, by number

    def _index(self, group: Group) -> None:
        if group.lead is not None:
            self._visits[self._root(group.lead)].append(group)
        if group.appointment is not None:
            self._kept[group.appointment].append((group, group.registered_at))
        for change in group.changes:
            if change.appointment is not None:
                self._kept[change.appointment].append((group, change.at))

    def agrees(self, group: Group, window: Window) -> bool:
        """Whether the rules, asked of what was known when it was registered, say what was first set. Before `try_all`: by what is written alone."""
        answer = self.judge(group, window)
        kept = answer.fulfils.id if answer.fulfils else None
        return (answer.tag, answer.basis, answer.agent, kept) == (group.tag, group.basis, group.agent, group.appointment)

    def try_all(self, window: Callable[[Group], Window | None], *, step: Callable[[int], None] | None = None) -> dict[int, Answer]:
        """Judge again every visit that `window` gives one for, each after those registered before it; return the answers by visit."""
        for number, group in enumerate(self.groups):
            if step:
                step(number)
            if (tried := window(group)) is not None:
                answer = self.judge(group, tried)
                self._tried[group.id] = answer
                if answer.fulfils is not None:
                    self._kept_tried[answer.fulfils.id].append(group)
                if answer.opens and group.phone and not group.opened:
                    self._opened[group.phone].append(group)
        return self._tried

    def judge(self, group: Group, window: Window) -> Answer:
        """Return what the rules say of a visit by what was known when it was registered."""
        leads = self._leads_of(group)
        cycles = [self._cycle(lead, group) for lead in leads]
        own, roots = {lead.id for lead in leads}, {self._root(lead.id) for lead in leads}
        visits = [(home, one.at) for root in roots for one in self._visits[root] if (home := self._dcc_lead(one, group, own)) is not None]
        for opener in self._opened[group.phone] if group.phone else ():
            lead = self._lead_opened_by(opener, leads)
            visits.append((lead, opener.at))
            if lead < 0:
                cycles.append(Cycle(lead, opener.at))
        transfers = [moment for root in roots for lead, moment in self._transfers[root] if moment <= group.at and self._home(lead, group) in own]
        facts = Facts(
            arrived_at=group.at,
            cycles=tuple(sorted(cycles, key=lambda cycle: (cycle.opened_at, cycle.id))),
            transferred_at=tuple(transfers),
            released_at=tuple(lead.released_at for lead in leads if lead.released_at and lead.released_at <= group.registered_at),
            invitations=tuple(
                self._invitation(one, group)
                for root in roots
                for one in self._bookings[root]
                if one.booked_at <= group.registered_at and self._home(one.lead, group) in own
            ),
            dcc_visits=tuple(visits),
            window=window,
        )
        return decide(facts)

    def _leads_of(self, group: Group) -> list[LeadFacts]:
        """The leads of this person that were open or had been when the visit was registered, but for the one it opened itself."""
        named = [*(self._by_phone.get(group.phone, ()) if group.phone else ()), *([group.lead] if group.lead is not None else [])]
        itself = group.lead if group.opened else None
        ids = {self._home(lead, group) for lead in named if lead in self.leads and lead != itself}
        return [self.leads[lead] for lead in sorted(ids - {itself}) if self.leads[lead].opened_at <= group.registered_at]

    def _cycle(self, lead: LeadFacts, group: Group) -> Cycle:
        closed = lead.closed_at if lead.closed_at is not None and lead.closed_at <= group.registered_at else None
        given = [agent for at, agent in self.given.get(lead.id, ()) if at <= group.at]
        return Cycle(lead.id, lead.opened_at, closed, given[-1] if given else None)

    def _invitation(self, booking: Booking, group: Group) -> Invitation:
        """An appointment as it stood when the visit was registered: kept by a visit registered before, as far as that one keeps it in this trial."""
        by = self._kept_by(booking, group)
        if by is not None:
            return Invitation(booking.id, booking.booked_at, booking.scheduled_for, booking.booker, None, "arrived", by)
        if booking.over_at is not None and booking.over_at <= group.registered_at:
            return Invitation(booking.id, booking.booked_at, booking.scheduled_for, booking.booker, None, booking.over_as, booking.over_at)
        return Invitation(booking.id, booking.booked_at, booking.scheduled_for, booking.booker)

    def _kept_by(self, booking: Booking, group: Group) -> datetime | None:
        """When whoever kept it had come, by the visits registered before this one."""
        before = self._order[group.id]
        arrivals = [
            one.at
            for one, since in self._kept[booking.id]
            if one.id != group.id and one.id not in self._tried and since <= group.registered_at and self._order[one.id] < before
        ]
        arrivals += [one.at for one in self._kept_tried[booking.id] if self._order[one.id] < before]
        return max(arrivals, default=None)

    def _dcc_lead(self, one: Group, group: Group, own: set[int]) -> int | None:
        """The lead for which an earlier-registered visit was DCC's, as this trial and what was written by then have it; None where it was not."""
        if one.id == group.id or self._order[one.id] > self._order[group.id] or one.lead is None:
            return None
        tag = self._tried[one.id].tag if one.id in self._tried else _tag_at(one, group.registered_at)
        home = self._home(one.lead, group)
        return home if tag == "dcc" and home in own else None

    def _lead_opened_by(self, opener: Group, leads: list[LeadFacts]) -> int:
        """The lead that stands for one a visit of the trial would have opened: the person's next, else one of its own."""
        later = [lead for lead in leads if lead.opened_at >= opener.registered_at]
        return min(later, key=lambda lead: (lead.opened_at, lead.id)).id if later else -opener.id

    def _home(self, lead: int, group: Group) -> int:
        """Which lead stood for this one when the visit was registered: merges since are none yet."""
        while (line := self.leads[lead]).merged_into is not None and line.merged_at is not None and line.merged_at <= group.registered_at:
            lead = line.merged_into
        return lead

    def _root(self, lead: int) -> int:
        while (into := self.leads[lead].merged_into) is not None:
            lead = into
        return lead


def _tag_at(group: Group, moment: datetime) -> str:
    return next((change.tag for change in reversed(group.changes) if change.at <= moment), group.tag)
