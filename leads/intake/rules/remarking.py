"""What is to be known of a file before it is imported, besides its rows: what it lacks, what it hides, and that it was here before."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from dcc.database.bulk import chunked
from dcc.models import Store
from leads.customer.merged_numbers import open_by_number
from leads.intake.arrival import Arrival, place_of
from leads.intake.rules.reading_files import LeadFile
from leads.models import Channel, Inquiry, Lead

Remark: TypeAlias = dict[str, Any]
Judged: TypeAlias = Sequence[tuple[Arrival, str, str]]
ASKED = 2_000  # arrivals of a large file that are asked for; they speak for the others
NEARBY = timedelta(days=1)
LATELY = timedelta(days=7)
FEWEST_PEOPLE = 2  # one person known from elsewhere is a person, no file
NOTICED = ("rounded_ids", "dropped_deadlines", "numbers_over", "dropped_untils")  # of rows that come in all the same, by the count of each
NAMED = 12  # columns or sheets; the others are counted


def remarks_on(lead_file: LeadFile, judged: Judged, known: list[Remark]) -> list[Remark]:
    """Return the remarks on a file, the weightiest first: what `known_elsewhere` said, and what its rows would become, or became."""
    return [*known, *_of_calls(judged), *_of_times(lead_file, judged), *_of_the_rest(lead_file)]


def _of_calls(judged: Judged) -> Iterable[Remark]:
    rang = [arrival.rang for arrival, outcome, _reason in judged if arrival.rang and outcome in ("created", "merged")]
    if rang:
        yield {"code": "calls", "rows": len(rang), "missed": sum(not call.answered for call in rang)}


def _of_times(lead_file: LeadFile, judged: Judged) -> Iterable[Remark]:
    written = sum(1 for arrival, outcome, _reason in judged if outcome in ("created", "merged") and arrival.received_at is None)
    if "received_at" not in lead_file.columns.fields:
        yield {"code": "no_time_column", "rows": written}
    elif written:
        yield {"code": "without_time", "rows": written}


def _of_the_rest(lead_file: LeadFile) -> Iterable[Remark]:
    rows, columns = lead_file.rows, lead_file.columns
    named = lead_file.column_list()
    for index in columns.no_id:
        yield {"code": "no_ids", "column": named[index]["header"]}
    yield from ({"code": code, "rows": count} for code in NOTICED if (count := getattr(lead_file, code)))
    if rows.hidden:
        yield {"code": "hidden_rows", "rows": rows.hidden}
    if rows.sheets_left:
        yield {"code": "sheets_left", "taken": rows.sheet, "sheets": list(rows.sheets_left.items())[:NAMED], "more": max(len(rows.sheets_left) - NAMED, 0)}
    unknown = [named[index]["header"] for index in columns.unknown]
    if unknown:
        yield {"code": "unknown_columns", "columns": unknown[:NAMED], "more": max(len(unknown) - NAMED, 0)}


def known_elsewhere(store: Store, arrivals: Sequence[Arrival], *, now: datetime) -> list[Remark]:
    """Say what a file's people have to do with those known from elsewhere. To be asked before they are written.

    That the same rows came in by another channel, or else that most of these people did within a day; and whose leads count for this one from then on.
    """
    return [*_seen_elsewhere(store, arrivals, now=now), *_taking_over(store, arrivals)]


def _taking_over(store: Store, arrivals: Sequence[Arrival]) -> Iterable[Remark]:
    """Say how many open leads of other channels have an earlier inquiry in this file: their month and channel change."""
    earliest: dict[str, Arrival] = {}
    for arrival in arrivals:
        if arrival.problem or arrival.received_at is None or arrival.channel_id is None:
            continue
        known = earliest.get(arrival.phone)
        if known is None or _place(arrival) < _place(known):
            earliest[arrival.phone] = arrival
    taken: Counter[str] = Counter()
    for part in chunked(sorted(earliest)):
        found = open_by_number(store.pk, part)
        leads = Lead.objects.select_related("channel").in_bulk(set(found.values()))
        for phone, pk in found.items():
            first_at, channel_id, channel = leads[pk].received_at, leads[pk].channel_id, leads[pk].channel.name
            if channel_id != earliest[phone].channel_id and _place(earliest[phone]) < place_of(first_at, day_only=False):
                taken[channel] += 1
    if taken:
        yield {"code": "taking_over", "people": taken.total(), "channels": sorted(taken.items())}


def _place(arrival: Arrival) -> tuple[datetime, bool]:
    return place_of(arrival.received_at, day_only=arrival.day_only) if arrival.received_at else (datetime.max.replace(tzinfo=UTC), False)


def _seen_elsewhere(store: Store, arrivals: Sequence[Arrival], *, now: datetime) -> list[Remark]:
    arrivals = [arrival for arrival in arrivals if not arrival.problem and arrival.channel_id is not None][:ASKED]
    channels = {channel.pk: channel.name for channel in Channel.objects.filter(store=store)}
    same = _same_rows(arrivals, channels)
    if same and 2 * same[1] > len(arrivals):
        return [{"code": "same_content", "channel": channels[same[0]], "rows": same[1], "of": len(arrivals)}]
    asked = _asked_before(store, arrivals, now=now)
    people, nearby = {arrival.phone for arrival in arrivals}, _people_nearby(asked)
    if len(people) >= FEWEST_PEOPLE and nearby and 2 * nearby[1] > len(people):
        return [{"code": "same_people", "channel": channels[nearby[0]], "people": nearby[1], "of": len(people)}]
    return _lately_elsewhere(asked, channels)


def _same_rows(arrivals: list[Arrival], channels: dict[int, str]) -> tuple[int, int] | None:
    """Return (channel, how many of these rows are there) of the other channel that has most of them."""
    keys = sorted({arrival.repeat_key for arrival in arrivals})
    found: Counter[int] = Counter()
    for channel_id in channels if keys else ():
        known = set(Inquiry.objects.filter(channel=channel_id, repeat_key__any_of=keys).exclude(repeat_key="").values_list("repeat_key", flat=True))
        found[channel_id] = sum(1 for arrival in arrivals if arrival.repeat_key in known and arrival.channel_id != channel_id)
    return _most(found)


@dataclass(frozen=True)
class Before:
    """An inquiry that is there already, of somebody who stands in the file: through another channel, and how long before their row's moment."""

    phone: str | None
    channel: int
    ago: timedelta


def _asked_before(store: Store, arrivals: list[Arrival], *, now: datetime) -> list[Before]:
    """Return what these people asked through other channels, for each of their rows. Two queries, and one more for each nine hundred people."""
    moments: dict[str | None, list[tuple[datetime, int | None]]] = {}
    for arrival in arrivals:
        moments.setdefault(arrival.phone, []).append((arrival.received_at or now, arrival.channel_id))
    phones = dict(Lead.objects.filter(store=store, phone__any_of=sorted(filter(None, moments))).values_list("pk", "phone"))
    found: list[Before] = []
    for part in chunked(sorted(phones)):
        for lead_id, channel_id, at in Inquiry.objects.filter(lead__in=part).values_list("lead", "channel", "received_at"):
            phone = phones[lead_id]
            found += [Before(phone, channel_id, moment - at) for moment, own in moments[phone] if channel_id != own]
    return found


def _people_nearby(asked: list[Before]) -> tuple[int, int] | None:
    """Return (channel, how many of these people asked through it within a day) of the other channel with most of them."""
    seen = {(before.channel, before.phone) for before in asked if abs(before.ago) <= NEARBY}
    return _most(Counter(channel_id for channel_id, _phone in seen))


def _lately_elsewhere(asked: list[Before], channels: dict[int, str]) -> list[Remark]:
    """Say how many of these people came through other channels in the seven days before (docs/rules/intake.md#compared)."""
    seen = {(before.channel, before.phone) for before in asked if timedelta() <= before.ago <= LATELY}
    if not seen:
        return []
    by_channel = Counter(channels[channel_id] for channel_id, _phone in seen)
    told = sorted(by_channel.items(), key=lambda counted: (-counted[1], counted[0]))
    return [{"code": "seen_elsewhere", "people": len({phone for _channel, phone in seen}), "channels": told}]


def _most(found: Counter) -> tuple[int, int] | None:
    best = max(sorted(found), key=lambda channel_id: found[channel_id], default=None)
    return (best, found[best]) if best is not None and found[best] else None
