"""The rows of a hotline's log: each one call, made or recognised, once (docs/rules/intake.md#hotline-logs)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from calls.desk.rules.annulling_calls import stand_anew
from calls.desk.rules.beginning import Began
from calls.desk.rules.calling import Said, create_call, follow_call
from calls.hotline.same_call import WITHIN, Ringing, the_same
from calls.models import Call
from dcc.database.bulk import chunked
from dcc.models import Store, User, Word, taken_back
from dcc.store.store_settings import values_at
from dcc.trail import audit
from leads.customer.rules.following_up import owe_again
from leads.customer.rules.locking import hold
from leads.intake.arrival import Arrival
from leads.models import ImportBatch, Lead
from leads.models.allocation import INCOMING
from leads.pool.rules.giving import give_lead

Row = tuple[Arrival, int | None, bool]


@dataclass(frozen=True)
class Log:
    """What all rows of one file share: the import, the store's word for an answered call and its settings, when the file came in."""

    batch: ImportBatch
    spoken: str
    values: dict[str, Any]
    now: datetime


def keys_of_calls(channel_id: int, keys: Collection[str]) -> set[str]:
    """Return those of some repeat keys whose row was recognised as a call that had been logged."""
    return {key for part in chunked(sorted(keys)) for key in Call.objects.filter(row_channel=channel_id, row_key__in=part).values_list("row_key", flat=True)}


def calls_of_rows(store: Store, arrivals: Sequence[Arrival], *, now: datetime) -> dict[int, int]:
    """Return {id of an arrival: the call it is}: an incoming one of its number that somebody logged, and that no row has taken yet."""
    rows = [Ringing(id(arrival), arrival.phone, arrival.rang.answered, arrival.received_at or now) for arrival in arrivals if arrival.rang]
    return the_same(rows, _logged(store, rows)) if rows else {}


def _logged(store: Store, rows: Sequence[Ringing]) -> Iterable[Ringing]:
    first, last = min(row.at for row in rows) - WITHIN, max(row.at for row in rows) + WITHIN
    for part in chunked(sorted({row.phone for row in rows})):
        calls = Call.objects.filter(store=store, direction="in", row="", phone__in=part, at__gte=first, at__lte=last, outcome__in=("connected", "missed"))
        for pk, phone, outcome, at in calls.order_by("at", "pk").values_list("pk", "phone", "outcome", "at"):
            yield Ringing(pk, phone, outcome == "connected", at)


def write_rows(store: Store, rows: Iterable[Row], calls: Mapping[int, int], *, batch: ImportBatch, now: datetime) -> None:
    """Make each row the one call it was, in the order of their moments; one that is a logged call completes it. Part of a verb that holds the door."""
    word = Word.objects.filter(store=store, kind="call_outcome", meaning="connected", retired_at=None).order_by("position", "pk").first()
    log = Log(batch, word.name if word else "", values_at(store, now), now)
    ours = _agents(store)
    for arrival, lead_id, opened in sorted(rows, key=lambda row: (row[0].received_at or now, row[0].number)):
        agent = ours.get(arrival.rang.who) if arrival.rang and arrival.rang.who else None
        if (call := calls.get(id(arrival))) is not None:
            _fill(call, arrival, agent, batch)
        elif lead_id is not None:
            _make(lead_id, arrival, agent, log, opened=opened)


def _agents(store: Store) -> dict[str, User]:
    """The store's agents who are there, by name and by username; a name that two bear is nobody's."""
    agents = list(User.objects.of_store(store).employed().with_role("agent").order_by("pk"))
    names = [agent.name for agent in agents]
    return {agent.name: agent for agent in agents if names.count(agent.name) == 1} | {agent.username: agent for agent in agents}


def _make(lead_id: int, arrival: Arrival, agent: User | None, log: Log, *, opened: bool) -> None:
    """Log the call of a row. A lead that it opened is at once the agent's who answered."""
    rang, at = arrival.rang, arrival.received_at or log.now
    if rang is None:
        return
    lead = hold(Lead(pk=lead_id))
    if opened and agent is not None:
        give_lead(lead, agent=agent, reason=INCOMING, at=at, by=None, now=log.now)
    outcome, named = ("connected", log.spoken) if rang.answered else ("missed", "")
    said = Said(outcome, named, "in", seconds=rang.seconds, waited_seconds=rang.waited, phone=arrival.phone, batch=log.batch.pk)
    call = create_call(lead, said, Began(at, rang.seconds, log.now), by=agent)
    audit.record("call.log", lead, by=None, now=log.now, after=outcome, direction="in", call=call.pk)
    follow_call(lead, call, said, by=agent, now=log.now, values=log.values)


def _fill(call_id: int, arrival: Arrival, agent: User | None, batch: ImportBatch) -> None:
    """Complete a call somebody logged by what the log knows better: how long they spoke and the caller waited, and who took it where nobody says so."""
    call, rang = Call.objects.select_related("agent").get(pk=call_id), arrival.rang
    if rang is None:
        return
    if rang.answered:
        call.seconds, call.agent = rang.seconds or call.seconds, call.agent or agent
    call.waited_seconds = call.waited_seconds if rang.waited is None else rang.waited
    call.row, call.row_channel_id, call.row_key, call.batch = "filled", arrival.channel_id, arrival.repeat_key, batch
    call.save(update_fields=["seconds", "agent", "waited_seconds", "row", "row_channel", "row_key", "batch"])


def call_of_row(store: Store, phone: str, at: datetime, *, answered: bool) -> Call | None:
    """Return the call that a row made of this very ringing, which nobody has completed: the nearest; of one that was answered, while its lead is open."""
    near = Call.objects.filter(store=store, direction="in", row="made", phone=phone, at__gte=at - WITHIN, at__lte=at + WITHIN)
    near = near.filter(outcome="connected", lead__closed_at=None) if answered else near.filter(outcome="missed")
    calls = list(near.select_related("lead").order_by("at", "pk"))
    found = the_same([Ringing(0, phone, answered, at)], [Ringing(call.pk, phone, answered, call.at) for call in calls])
    return next((call for call in calls if found.get(0) == call.pk), None)


def take_rows_back(batch: ImportBatch, kept: Collection[int], *, by: User, now: datetime) -> None:
    """Take back the calls that the rows of an import made, on leads that do not stay with all of it, and let go those its rows had completed."""
    made = Call.objects.filter(batch=batch, row="made", merged_from=None).exclude(lead__in=kept)
    leads = sorted(set(made.values_list("lead_id", flat=True)))
    made.update(**taken_back(by=by, now=now, reason=batch.filename))
    Call.objects.filter(batch=batch, row="filled").update(row="", row_channel=None, row_key="", batch=None)
    for lead in Lead.every.filter(pk__in=leads).order_by("pk"):
        _stand_without(lead, batch)


def _stand_without(lead: Lead, batch: ImportBatch) -> None:
    """What its calls had ended is owed again; what waits on it is written anew."""
    if batch.committed_at is not None:
        owe_again(lead, batch.committed_at, ended_as=("done", "replaced"))
    stand_anew(lead)
