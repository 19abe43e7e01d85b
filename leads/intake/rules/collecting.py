"""The one way in: every arrival becomes an inquiry, on the open lead of its number or on a new one.

See docs/rules/domain.md#collecting, docs/rules/intake.md#outcome.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction

from dcc.database.prepared import prepared
from dcc.models import Store, User
from dcc.store.store_settings import values_at, working_hours
from leads import sockets
from leads.customer.merged_numbers import open_by_number
from leads.intake.arrival import Arrival
from leads.intake.judging import Known, judge
from leads.intake.phones import tail
from leads.intake.rules import writing_arrivals
from leads.intake.rules.telling_owners import tell_owners
from leads.models import Channel, DoNotCall, ImportBatch, Inquiry, Lead
from leads.numbers.rules.blocking import blocked_among, lift_block


@dataclass
class Collected:
    """What became of some arrivals. `judged`: (arrival, outcome, reason) in their order; ids of what was written; of a file its remarks."""

    judged: list[tuple[Arrival, str, str]] = field(default_factory=list)
    opened: Sequence[int] = ()
    joined: list[tuple[int, int]] = field(default_factory=list)
    remarks: list[dict] = field(default_factory=list)

    @property
    def counts(self) -> Counter:
        """How many of each outcome."""
        return Counter(outcome for _arrival, outcome, _reason in self.judged)

    @property
    def reasons(self) -> dict[str, int]:
        """How many rejected for each reason, the reasons in alphabetical order."""
        return dict(sorted(Counter(reason for _arrival, outcome, reason in self.judged if outcome == "rejected").items()))


def known_about(store: Store, arrivals: Sequence[Arrival], *, now: datetime) -> Known:
    """Return what the store knows of these arrivals' numbers and keys: three queries, and one for each channel; of a hotline's log which calls it knows."""
    phones = list({arrival.phone for arrival in arrivals if arrival.phone and not arrival.problem})
    keys_of: dict[int, list[str]] = {}
    for arrival in arrivals:
        if arrival.channel_id and arrival.repeat_key and not arrival.problem:
            keys_of.setdefault(arrival.channel_id, []).append(arrival.repeat_key)
    repeat_keys = {(channel_id, key) for channel_id, keys in keys_of.items() for key in _keys(channel_id, keys)}
    rang = [arrival for arrival in arrivals if arrival.rang and arrival.channel_id and not arrival.problem]
    if rang:
        repeat_keys |= {(channel_id, key) for channel_id, keys in keys_of.items() for told in sockets.row_keys for key in told(channel_id, keys)}
    return Known(
        open_leads=dict(open_by_number(store.pk, phones)),
        repeat_keys=repeat_keys,
        do_not_call=frozenset(_do_not_call(store.pk, now)),
        erased=blocked_among(store, {*phones, *(arrival.second_phone for arrival in arrivals if arrival.second_phone)}),
        calls=_logged_calls(store, rang, repeat_keys, now=now) if rang else {},
    )


def _logged_calls(store: Store, rang: Sequence[Arrival], repeat_keys: set[tuple[int, str]], *, now: datetime) -> dict[int, int]:
    """Return which of some rows are calls that were logged; a repeat, also of a row before it, is none."""
    seen = set(repeat_keys)
    fresh: list[Arrival] = []
    for arrival in rang:
        key = (arrival.channel_id or 0, arrival.repeat_key)
        if key not in seen:
            seen.add(key)
            fresh.append(arrival)
    return {arrival: call for told in sockets.logged_calls for arrival, call in told(store, fresh, now=now).items()}


@prepared
def _keys(channel, keys):
    return Inquiry.objects.filter(channel=channel, repeat_key__any_of=keys).exclude(repeat_key="").order_by().values_list("repeat_key", flat=True)


@prepared
def _do_not_call(store, now):
    return DoNotCall.objects.holding(now).filter(store=store).order_by().values_list("phone", flat=True)


def preview(store: Store, arrivals: Sequence[Arrival], *, now: datetime) -> Collected:
    """Say what `collect` would do now, and write nothing."""
    answers = judge(arrivals, known_about(store, arrivals, now=now))
    return Collected(judged=[(arrival, outcome, reason) for arrival, (outcome, reason, _lead) in zip(arrivals, answers, strict=True)])


@transaction.atomic
def collect(store: Store, arrivals: Sequence[Arrival], *, by: User | None, now: datetime, batch: ImportBatch | None = None) -> Collected:
    """Take arrivals in, in their order, all or nothing; two at the same moment give what one after the other gives.

    New leads, their inquiries and the inquiries of open leads are written set-wise. Whose lead asked again is told.
    """
    hold_door(store)
    known = known_about(store, arrivals, now=now)
    answers = list(judge(arrivals, known))
    for arrival in arrivals:
        if arrival.second_phone in known.erased:
            arrival.second_phone = ""  # that of somebody else, who asked to be forgotten
    result = Collected(judged=[(arrival, outcome, reason) for arrival, (outcome, reason, _lead) in zip(arrivals, answers, strict=True)])
    values = values_at(store, now)
    hours = working_hours(store, values)
    channels = Channel.objects.filter(store=store).in_bulk()

    def respond_by(channel_id: int) -> datetime:
        return hours.add_minutes(now, channels[channel_id].first_response_minutes or values["first_response_minutes"])

    days = {pk: channel.virtual_days for pk, channel in channels.items()}
    writer = writing_arrivals.Writer(store=store, by=by, now=now, batch=batch, respond_by=respond_by, virtual_days=days)
    result.opened, result.joined = writer.write(zip(arrivals, answers, strict=True))
    if result.opened:
        sockets.leads_opened.send(sender=Lead, store=store, lead_ids=result.opened, by=by, at=now)
    written = ((arrival, outcome) for arrival, outcome, _reason in result.judged if arrival.rang and outcome in ("created", "merged"))
    rows = [(arrival, writer.leads.get(id(arrival)), outcome == "created") for arrival, outcome in written]
    if rows and batch is not None:
        sockets.rows_rang.send(sender=Lead, store=store, rows=rows, calls=known.calls, batch=batch, at=now)
    if result.joined:
        tell_owners(store, [lead_id for lead_id, _inquiry_id in result.joined], now=now)
    return result


def hold_door(store: Store) -> None:
    """Let one collector in at a time per store: a row lock on PostgreSQL; SQLite's IMMEDIATE transaction is one already."""
    if connection.features.has_select_for_update:
        Store.objects.select_for_update(no_key=True).get(pk=store.pk)


@dataclass(frozen=True)
class CollectedOne:
    """What became of a single arrival: outcome, reason code, and the lead it stands on now (None where rejected)."""

    outcome: str
    reason: str
    lead: Lead | None
    inquiry: Inquiry | None


def collect_one(store: Store, arrival: Arrival, *, channel: Channel, came: bool = False, by: User | None, now: datetime) -> CollectedOne:
    """Take in one arrival that nothing repeats: a form, a call, a visit.

    `came`: by themselves, at the door or on the telephone. Who had asked not to be called becomes a lead nobody may ring: the list stays. Who had asked to be
    forgotten is somebody new, and may be rung.
    """
    arrival.channel_id = channel.pk
    if came and arrival.phone:
        lift_block(store, arrival.phone, came=True, by=by, now=now)
    one = _take_in(store, arrival, by=by, now=now)
    if one.lead is not None or not came:
        return one
    phone, arrival.phone = arrival.phone, ""
    one = _take_in(store, arrival, by=by, now=now)
    if one.lead is not None:
        Lead.objects.filter(pk=one.lead.pk).update(phone=phone, phone_tail=tail(phone))
        one.lead.refresh_from_db()
    return one


def _take_in(store: Store, arrival: Arrival, *, by: User | None, now: datetime) -> CollectedOne:
    result = collect(store, [arrival], by=by, now=now)
    (_arrival, outcome, reason) = result.judged[0]
    inquiry = None
    if result.opened:
        inquiry = Inquiry.objects.filter(lead_id=result.opened[0]).latest("id")
    elif result.joined:
        inquiry = Inquiry.objects.get(pk=result.joined[0][1])
    lead = Lead.objects.get(pk=inquiry.lead_id) if inquiry else None
    return CollectedOne(outcome, reason, lead, inquiry)
