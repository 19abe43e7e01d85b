"""Writes judged arrivals set-wise: new leads, inquiries, and what an inquiry changes on a lead that is open already."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import cast

from dcc.database.bulk import chunked, insert_rows, reserve_ids, update_rows
from dcc.models import Store, User
from leads.intake.arrival import Arrival, place_of
from leads.intake.phones import tail
from leads.models import NO_NAME, ImportBatch, Inquiry, Lead
from leads.pool.name_search import given_name, initials
from leads.sockets import channels_moved

LEAD_FIELDS = (
    "id", "store_id", "phone", "phone_until", "phone_tail", "second_phone", "name", "given_name", "initials", "gender", "city", "model", "level",
    "channel_id", "received_at", "opened_at", "respond_by", "grade", "closed_as", "reason", "version", "inquiry_count", "last_inquiry_at", "call_count",
)  # fmt: skip
INQUIRY_FIELDS = (
    "id", "store_id", "lead_id", "channel_id", "received_at", "entered_at", "issued_at", "deadline", "phone", "phone_until", "name", "model",
    "external_id", "repeat_key", "remark", "extra", "batch_id", "by_id", "day_only", "levels",
)  # fmt: skip
JOINED_FIELDS = (
    "phone_until",
    "received_at",
    "channel_id",
    "inquiry_count",
    "last_inquiry_at",
    "name",
    "given_name",
    "initials",
    "model",
    "city",
    "second_phone",
    "gender",
)
ASIDE = {"second_phone": "备用电话", "city": "城市", "gender": "性别"}  # under what name an inquiry keeps what its lead says otherwise
GENDER_WORDS = {"male": "男", "female": "女"}


@dataclass
class Draft:
    """A lead not yet written, with everything its file says of it: the earliest arrival decides moment and channel."""

    first: Arrival
    received_at: datetime
    channel_id: int
    arrivals: list[Arrival] = field(default_factory=list)
    last_inquiry_at: datetime | None = None
    day_only: bool = False

    def add(self, arrival: Arrival, moment: datetime) -> None:
        """Take in a further arrival of the same person; of two at the same moment the one entered first is first."""
        if self.arrivals and place_of(moment, day_only=arrival.day_only) < place_of(self.received_at, day_only=self.day_only):
            self.received_at, self.channel_id, self.day_only = moment, _channel(arrival), arrival.day_only
        self.last_inquiry_at = max(self.last_inquiry_at or moment, moment)
        self.arrivals.append(arrival)

    def said(self, name: str) -> str:
        """Return the first word the arrivals have for a fact."""
        return getattr(self.first, name) or next((getattr(arrival, name) for arrival in self.arrivals if getattr(arrival, name)), "")


def _channel(arrival: Arrival) -> int:
    return cast(int, arrival.channel_id)  # what is written has one


@dataclass
class Writer:
    """Writes the judged arrivals of one transaction. `respond_by`: channel id → the moment by which a new lead wants its first call.

    `virtual_days`: channel id → for how long its privacy numbers hold, 0 where nobody knows. `leads`: id of an arrival → the lead it was written on.
    """

    store: Store
    by: User | None
    now: datetime
    batch: ImportBatch | None
    respond_by: Callable[[int], datetime]
    virtual_days: Mapping[int, int] = field(default_factory=dict)
    leads: dict[int, int] = field(default_factory=dict)

    def write(self, judged: Iterable[tuple[Arrival, tuple[str, str, object]]]) -> tuple[Sequence[int], list[tuple[int, int]]]:
        """Write and return (ids of new leads, [(lead id, inquiry id) of inquiries on leads that were open before])."""
        drafts: dict[int, Draft] = {}
        joins: dict[int, list[Arrival]] = {}
        for arrival, (outcome, _reason, lead) in judged:
            if outcome == "created":
                drafts[id(arrival)] = Draft(arrival, self._moment(arrival), _channel(arrival), day_only=arrival.day_only)
                drafts[id(arrival)].add(arrival, self._moment(arrival))
            elif outcome == "merged" and isinstance(lead, Arrival):
                drafts[id(lead)].add(arrival, self._moment(arrival))
            elif outcome == "merged" and isinstance(lead, int):
                joins.setdefault(lead, []).append(arrival)
        lead_ids = self._write_leads(list(drafts.values()))
        placed = [(arrival, pk) for draft, pk in zip(drafts.values(), lead_ids, strict=True) for arrival in draft.arrivals]
        fresh = len(placed)
        placed += [(arrival, pk) for pk, arrivals in joins.items() for arrival in arrivals]
        self.leads = {id(arrival): pk for arrival, pk in placed}
        self._update_joined(joins)
        inquiry_ids = self._write_inquiries(placed)
        return lead_ids, [(pk, inquiry_id) for (_arrival, pk), inquiry_id in zip(placed[fresh:], inquiry_ids[fresh:], strict=True)]

    def _moment(self, arrival: Arrival) -> datetime:
        return arrival.received_at or self.now

    def _until(self, arrival: Arrival) -> datetime | None:
        """Until when an arrival's number holds: as its row says; else, of a number with an extension, as long as those of its channel."""
        days = self.virtual_days.get(_channel(arrival), 0) if "," in arrival.phone else 0
        return arrival.phone_until or (self.now + timedelta(days=days) if days else None)

    def _last_until(self, arrivals: Iterable[Arrival]) -> datetime | None:
        return max((until for arrival in arrivals if (until := self._until(arrival))), default=None)

    def _write_leads(self, drafts: list[Draft]) -> Sequence[int]:
        if not drafts:
            return []
        ids = reserve_ids(Lead, len(drafts))
        due = cache(self.respond_by)
        insert_rows(Lead, LEAD_FIELDS, (self._lead_row(pk, draft, due) for pk, draft in zip(ids, drafts, strict=True)))
        return ids

    def _lead_row(self, pk: int, draft: Draft, due: Callable[[int], datetime]) -> tuple:
        phone, name = draft.first.phone or None, draft.said("name") or NO_NAME
        deadline = next((arrival.deadline for arrival in draft.arrivals if arrival.deadline), None)
        named = name != NO_NAME
        until = self._last_until(draft.arrivals) if self._until(draft.first) else None
        _put_aside(draft.arrivals, {fact: draft.said(fact) for fact in ASIDE})
        return (
            pk, self.store.pk, phone, until, tail(phone) if phone else "", draft.said("second_phone"), name,
            given_name(name) if named else "", initials(name) if named else "",
            draft.said("gender")[:10], draft.said("city")[:60], draft.said("model")[:60], "",
            draft.channel_id, draft.received_at, self.now, deadline or due(draft.channel_id),
            "", "", "", 1, len(draft.arrivals), draft.last_inquiry_at, 0,
        )  # fmt: skip

    def _write_inquiries(self, placed: list[tuple[Arrival, int]]) -> Sequence[int]:
        if not placed:
            return []
        ids = reserve_ids(Inquiry, len(placed))
        insert_rows(Inquiry, INQUIRY_FIELDS, (self._inquiry_row(pk, arrival, lead_id) for pk, (arrival, lead_id) in zip(ids, placed, strict=True)))
        return ids

    def _inquiry_row(self, pk: int, arrival: Arrival, lead_id: int) -> tuple:
        return (
            pk, self.store.pk, lead_id, arrival.channel_id, self._moment(arrival), self.now, arrival.issued_at, arrival.deadline,
            arrival.phone, self._until(arrival), arrival.name, arrival.model[:60], arrival.external_id[:120], arrival.repeat_key, arrival.remark, arrival.extra,
            self.batch.pk if self.batch else None, self.by.pk if self.by else None, arrival.day_only, arrival.levels,
        )  # fmt: skip

    def _update_joined(self, joins: dict[int, list[Arrival]]) -> None:
        """Count the further inquiries on their leads, move an arrival that turns out earlier, fill what was blank.

        Locked in the order of their ids, as an allocation does, so that neither ever waits for the other.
        """
        for part in chunked(sorted(joins)):
            leads = Lead.objects.select_for_update(of=("self",)).order_by("pk").in_bulk(part)
            channels = {pk: lead.channel_id for pk, lead in leads.items()}
            days = _first_by_day(leads.values())
            update_rows(Lead, JOINED_FIELDS, (self._joined_row(leads[pk], joins[pk], day_only=pk in days) for pk in part))
            if moved := [pk for pk in part if leads[pk].channel_id != channels[pk]]:
                channels_moved.send(Lead, lead_ids=moved)

    def _place(self, arrival: Arrival) -> tuple[datetime, bool]:
        return place_of(self._moment(arrival), day_only=arrival.day_only)

    def _joined_row(self, lead: Lead, arrivals: list[Arrival], *, day_only: bool) -> tuple:
        earliest = min(arrivals, key=self._place)
        if self._place(earliest) < place_of(lead.received_at, day_only=day_only):
            lead.received_at, lead.channel_id = self._moment(earliest), _channel(earliest)
        lead.inquiry_count += len(arrivals)
        lead.last_inquiry_at = max(lead.last_inquiry_at, *(self._moment(arrival) for arrival in arrivals))
        if lead.phone_until is not None and (until := self._last_until(arrival for arrival in arrivals if arrival.phone == lead.phone)):
            lead.phone_until = max(lead.phone_until, until)
        _fill_blanks(lead, Draft(arrivals[0], self.now, 0, arrivals))
        _put_aside(arrivals, {fact: getattr(lead, fact) for fact in ASIDE})
        return (*(getattr(lead, name) for name in JOINED_FIELDS), lead.pk)


def _first_by_day(leads: Iterable[Lead]) -> set[int]:
    """Return those of some leads whose first inquiry told its day alone."""
    first = {lead.pk: (lead.received_at, lead.channel_id) for lead in leads}
    rows = Inquiry.objects.filter(lead__in=list(first), day_only=True).values_list("lead", "received_at", "channel")
    return {lead for lead, *told in rows if tuple(told) == first[lead]}


def _fill_blanks(lead: Lead, told: Draft) -> None:
    """Give a lead the facts it lacked and its new inquiries tell."""
    lead.model = lead.model or told.said("model")[:60]
    lead.city = lead.city or told.said("city")[:60]
    lead.gender = lead.gender or told.said("gender")[:10]
    lead.second_phone = lead.second_phone or told.said("second_phone")
    if lead.name == NO_NAME and told.said("name"):
        lead.name = told.said("name")
        lead.given_name, lead.initials = given_name(lead.name), initials(lead.name)


def _put_aside(arrivals: Iterable[Arrival], kept: dict[str, str]) -> None:
    """Let an inquiry keep what its lead says otherwise: a lead has one city, gender and second number, and no cell is lost.

    See docs/rules/intake.md#what-is-kept-of-a-row.
    """
    for arrival in arrivals:
        told = {name: text for fact, name in ASIDE.items() if (text := getattr(arrival, fact)) and text != kept[fact]}
        if told:
            arrival.extra = {name: GENDER_WORDS.get(text, text) for name, text in told.items()} | arrival.extra
