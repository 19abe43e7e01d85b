"""Writes a store's whole history as a ledger. Canonical: the same data gives the same bytes, whatever database and keys it lies in."""

import os
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any

from django.db.models import F

from dcc.database.collation import ByCodePoint
from dcc.database.snapshot import one_moment
from dcc.models import Store, TrailEntry, User
from dcc.people.roles import ROLES
from dcc.trail import audit
from dcc.trail.rules.sealing import seal_trail
from leads.models import Lead, Topic
from reporting.ledger.events import Event, events_of, homeless
from reporting.ledger.format import TYPES
from reporting.ledger.loading import STANDING
from reporting.ledger.naming import Names
from reporting.ledger.rule_lines import named_conditions
from reporting.ledger.shapes import MODELS
from reporting.ledger.statement_ids import of_events
from reporting.ledger.trail_ids import belongs_to_store, turned
from reporting.ledger.trial_ids import renamed
from reporting.ledger.writing import LineWriter
from reporting.models import Objection, Statement, Trial

TOLD = {"respond_by"}  # an import would derive what is not said
AMONG_EVENTS = ("lead", "inquiry", "appointment", "visit", "check_draw", "order")
NAMED = {kind: [(key.kind, key.column) for key in keys.values() if key.kind in AMONG_EVENTS] for kind, keys in TYPES.items()}  # by type what its lines name
A_PART = 500  # leads whose events are in memory together
ORDERS = {
    "word": (ByCodePoint("kind"), F("parent__position").asc(nulls_first=True), "position", ByCodePoint("name")),
    "channel": (ByCodePoint("source"), ByCodePoint("name")),
    "setting": ("valid_from", ByCodePoint("name"), "pk"),
    "rule": ("valid_from", "position"), "share": (ByCodePoint("user__username"), "valid_from", "pk"),
    "channel_price": ("month", ByCodePoint("channel__name")), "channel_cost": ("month", ByCodePoint("channel__name")),
    "campaign": ("first_day", ByCodePoint("name"), "pk"),
    "target": ("month", ByCodePoint("measure"), ByCodePoint("user__username").asc(nulls_first=True)),
    "reward_rate": ("first_day", ByCodePoint("measure"), ByCodePoint("role"), "pk"),
    "reward_rule": ("first_day", ByCodePoint("kind"), ByCodePoint("role"), "pk"),
    "appraisal_rule": ("first_day", ByCodePoint("role"), ByCodePoint("table"), "pk"),
    "showroom_card": ("card_date", ByCodePoint("phone"), "pk"), "do_not_call": ("at", ByCodePoint("phone"), "pk"),
    "delay_request": ("at", ByCodePoint("card__phone"), "pk"),
    "closing": ("number",), "opening": ("month",), "day_signing": ("day",), "remark": ("day", "is_addition", "at", "pk"),
    "absence": (ByCodePoint("user__username"), "day"), "shift": (ByCodePoint("user__username"), "day"),
}  # fmt: skip
OF_PEOPLE = ("absence", "share", "shift")  # whose store is their person's
LEADS = ("received_at", ByCodePoint("phone").asc(nulls_first=True), "pk")
OBJECTS = {"lead": "lead", "user": "user", "channel": "channel", "appointment": "appointment", "visit": "visit", "order": "order", "store": "store",
           "showroomcard": "showroom_card", "transfer": "transfer", "campaign": "campaign", "topic": "topic", "checkdraw": "check_draw"}  # fmt: skip


def export_ledger(store: Store, path: Path, *, now: datetime) -> int:
    """Write the file and return how many lines it has: the store as it stood when the export began, whatever people do meanwhile.

    The file appears whole or not at all; the export is on the trail, which is sealed before.
    """
    seal_trail(now=now)
    with one_moment():
        if path.exists() and not path.is_file():  # a pipe, the terminal: it cannot be replaced
            with path.open("w", encoding="utf-8", newline="\n") as file:
                count = Export(store).write(file)
        else:
            count = _write_whole(store, path)
    audit.record("ledger.export", store, by=None, now=now, store=store, lines=count)
    return count


def _write_whole(store: Store, path: Path) -> int:
    """Write beside the file and put it in its place once it is whole and on the disk; leave nothing where that fails."""
    with NamedTemporaryFile("w", encoding="utf-8", newline="\n", dir=path.parent, prefix=f".{path.name[:100]}.", delete=False) as file:
        try:
            count = Export(store).write(file)
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
    return count


class Export:
    """One export of one store."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.people = list(User.objects.filter(store=store).order_by(ByCodePoint("username")))  # head office is the installation's
        self.names = Names(store, self.people)
        self.waiting: dict[tuple[str, int], list[Event]] = defaultdict(list)  # what a line will name: the events that wait for it
        self.younger: dict[int, list[tuple[Lead, list[Event]]]] = defaultdict(list)
        self.writers = {kind: LineWriter(kind, model, self.names, store.zone) for kind, model in MODELS.items()}

    def write(self, file: IO[str]) -> int:
        """Write every line and return how many."""
        count = 0
        for line in self.lines():
            file.write(f"{line}\n")
            count += 1
        return count

    def lines(self) -> Iterator[str]:
        """Definitions, leads with their events, what belongs to no lead, topics with their steps, trials, statements, objections, the trail."""
        yield from self._definitions()
        yield from self._leads()
        for event in homeless(self.store):
            yield from self._event(event)
        if self.waiting or self.younger:
            raise ValueError(f"the ledger of {self.store.code} names what it does not hold: {[*self.waiting, *self.younger]}")
        yield from self._topics()
        yield from self._trials()
        yield from self._statements()
        for objection in Objection.objects.filter(store=self.store).order_by("at", "pk"):
            yield self.writers["objection"].line(objection)
        yield from self._trail()

    def _definitions(self) -> Iterator[str]:
        yield self.writers["store"].line(self.store)
        for kind in TYPES:
            if kind == "user":
                yield from map(self._person, self.people)
            elif kind in ORDERS:
                for row in self._rows(kind):
                    yield self.writers[kind].line(row, **self._said(kind, row))

    def _rows(self, kind: str):
        rows = MODELS[kind]._base_manager.select_related(*(["parent"] if kind == "word" else []))
        return (rows.filter(user__store=self.store) if kind in OF_PEOPLE else rows.filter(store=self.store)).order_by(*ORDERS[kind])

    def _said(self, kind: str, row: Any) -> dict:
        if kind == "rule":
            return {"conditions": named_conditions(row.conditions, self.names), "users": sorted(filter(None, (self.names.of("user", pk) for pk in row.users)))}
        if kind == "word":
            return {"parent": row.parent.name if row.parent else None}
        return {"aliases": sorted(row.aliases.values_list("name", flat=True)) or None} if kind == "channel" else {}

    def _person(self, person: User) -> str:
        roles = [role for role, _label in ROLES if role in person.roles]
        return self.writers["user"].line(person, roles=roles, stores=None)

    def _leads(self) -> Iterator[str]:
        leads = Lead.every.filter(store=self.store).order_by(*LEADS)
        part: list[Lead] = []
        for lead in leads.iterator(chunk_size=A_PART):
            part.append(lead)
            if len(part) == A_PART:
                yield from self._part(part)
                part = []
        yield from self._part(part)

    def _part(self, leads: list[Lead]) -> Iterator[str]:
        events = events_of([lead.pk for lead in leads])
        for lead in leads:
            yield from self._lead(lead, events.get(lead.pk, []))

    def _lead(self, lead: Lead, events: list[Event]) -> Iterator[str]:
        """A lead with its events, then the leads that were merged into it and waited: a line names only what stands above."""
        if lead.merged_into_id and self.names.of("lead", lead.merged_into_id) is None:
            self.younger[lead.merged_into_id].append((lead, events))
            return
        yield self.writers["lead"].line(lead, always=TOLD | STANDING if lead.is_open and lead.annulled_at is None else TOLD)
        for event in [*self.waiting.pop(("lead", lead.pk), []), *events]:
            yield from self._event(event)
        for younger, its_events in self.younger.pop(lead.pk, []):
            yield from self._lead(younger, its_events)

    def _event(self, event: Event) -> Iterator[str]:
        """An event, then those that waited for it: history may name what happened to another lead, or later."""
        if missing := self._missing(event):
            self.waiting[missing].append(event)
            return
        yield self._line(event)
        for later in self.waiting.pop((event.kind, event.row.pk), []):
            yield from self._event(later)

    def _missing(self, event: Event) -> tuple[str, int] | None:
        """What this event names and no line above does, as (type, key)."""
        for kind, column in NAMED[event.kind]:
            named = getattr(event.row, column)
            if named is not None and self.names.of(kind, named) is None:
                return kind, named
        return None

    def _line(self, event: Event) -> str:
        row, said = event.row, dict[str, Any]()
        if event.kind == "appointment":
            ended = row.ended_at if row.status == "cancelled" else None
            said["confirmed_at"] = None  # its confirmations are lines of their own
            said["cancelled_at"] = ended.astimezone(self.store.zone).isoformat() if ended else None
        if event.kind == "inquiry" and not row.is_named:
            said["id"] = None
        if event.kind == "visit":  # today's name, where neither the first one nor a change of the tag says it
            said["identified_name"] = row.name if row.name != (row.renamed or row.first_name) else None
        return self.writers[event.kind].line(row, **said)

    def _topics(self) -> Iterator[str]:
        for topic in Topic.objects.filter(store=self.store).prefetch_related("steps").order_by("at", "pk"):
            yield self.writers["topic"].line(topic)
            for step in topic.steps.all():
                yield self.writers["topic_step"].line(step)

    def _trials(self) -> Iterator[str]:
        for trial in Trial.objects.filter(store=self.store).order_by("at", "pk"):
            yield self.writers["trial"].line(trial, result=renamed(trial.result, self.names.of))

    def _statements(self) -> Iterator[str]:
        rows = Statement.objects.filter(store=self.store).order_by("month", ByCodePoint("role"), ByCodePoint("user__username"))
        for row in rows:
            yield self.writers["statement"].line(row, steps=of_events(row.steps, self.names.of))

    def _trail(self) -> Iterator[str]:
        for entry in TrailEntry.objects.filter(store=self.store).order_by("at", "pk").iterator(chunk_size=2000):
            if belongs_to_store(entry.action):
                name = self.names.of(OBJECTS.get(entry.object_type, ""), entry.object_id)
                target = f"{OBJECTS[entry.object_type]}:{name}" if name else None
                yield self.writers["audit"].line(entry, object=target, detail=turned(entry.action, entry.detail, self.names.of))
