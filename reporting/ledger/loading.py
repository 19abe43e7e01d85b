"""Turns lines that have their shape into rows: references become keys, each row gets its store and what follows from itself."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError

from dcc.models import Role, Store, User
from dcc.store.store_settings import SETTINGS
from leads.models import Channel, ChannelAlias
from reporting.ledger import taking_back
from reporting.ledger.completing import COMPLETE
from reporting.ledger.deadlines import Deadlines
from reporting.ledger.format import REFERENCES, TYPES
from reporting.ledger.references import Place, References
from reporting.ledger.refusals import LedgerRefused
from reporting.ledger.rule_lines import read_conditions
from reporting.ledger.shapes import MODELS
from reporting.ledger.statement_ids import of_events
from reporting.ledger.tables import Table
from reporting.ledger.trail_ids import turned
from reporting.ledger.trial_ids import renamed
from reporting.ledger.values import Wrong, day, month
from reporting.ledger.words import Words

WITH_IDS = ("lead", "appointment", "visit", "order", "showroom_card", "campaign", "transfer", "inquiry", "topic", "check_draw")
STANDING = {"ungraded_since", "review_since", "missed_at", "unreached_at", "tries"}  # what waits for somebody: told by a ledger of ours, else derived
UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)
LONGEST_ALIAS = ChannelAlias._meta.get_field("name").max_length or 0
PLACEHOLDER = "\N{EN SPACE}"  # the channel of a lead until its first inquiry is known


def _reads(reader: Callable[[Any], Any], value: Any) -> bool:
    """Whether a value is of a kind."""
    try:
        reader(value)
    except Wrong:
        return False
    return True


def _check_bearer(line: int, kind: str, values: dict[str, Any]) -> None:
    """The word of an erased person stands in the place of the number; a card has the one or the other."""
    if values.get("person") and values.get("phone"):
        raise LedgerRefused(line, "person", "stands where the number stood, not beside one")
    if kind == "showroom_card" and not (values.get("person") or values.get("phone")):
        raise LedgerRefused(line, "phone", "may not be null: the card is of nobody")


def _taken(line: int) -> None:
    raise LedgerRefused(line, "id", "was named by a line above")


class Loader:
    """What is known while a file is read: stores, people and channels by name, every other id by its reference."""

    def __init__(self) -> None:
        self.stores: dict[str, int] = {}
        self.users: dict[str, tuple[int, int | None]] = {}  # username: (key, store)
        self.channels: dict[tuple[int | None, str], int] = {}
        self.aliases: set[tuple[int, str]] = set()
        self.placeholders: dict[int, int] = {}
        self.words = Words()
        self.parents: dict[tuple[int, str, str], int] = {}  # words by store, list and name: those below them name them
        self.told_standing: set[int | None] = set()
        self.references = {kind: References(_taken) for kind in WITH_IDS}
        self.tables = {kind: Table(model, TYPES[kind]) for kind, model in MODELS.items() if kind not in ("store", "user")}
        self._links = {kind: [(key.name, key.column, key.kind) for key in keys.values() if key.kind in REFERENCES] for kind, keys in TYPES.items()}
        self._has_store = {kind: any(field.attname == "store_id" for field in model._meta.concrete_fields) for kind, model in MODELS.items()}

        self.deadlines = Deadlines()
        self._waiting: dict[int, tuple[int, dict]] = {}  # leads of which no inquiry was read yet: {key: (line, values)}
        self._struck: dict[int, dict] = {}  # of these, the first inquiry that was taken back

    def load(self, line: int, kind: str, values: dict[str, Any]) -> None:
        """Take one line in. Raises LedgerRefused where it refers to nothing above it, or the database refuses its row."""
        store_id = self._resolve(line, kind, values)
        if "person" in TYPES[kind]:
            _check_bearer(line, kind, values)
        special: Callable | None = getattr(self, f"_load_{kind}", None)
        if special:
            special(line, store_id, values)
        else:
            self._add(line, kind, store_id, values)

    def finish(self) -> None:
        """The file is read: write what is left, and find the ids that were named twice far apart."""
        for references in self.references.values():
            references.finish()
        self.write()

    def write(self) -> None:
        """Write what is still gathered, a lead without an inquiry in a channel that stands for none."""
        for pk in list(self._waiting):
            self._release(pk, self._struck.pop(pk, None))
        for table in self.tables.values():
            table.write()

    def close(self) -> None:
        """Leave no file behind."""
        for references in self.references.values():
            references.close()

    def _resolve(self, line: int, kind: str, values: dict[str, Any]) -> int | None:
        """Turn the file's ids into keys; return the store the line belongs to, which all it names must share."""
        store_id = self._store_of(line, values) if "store_id" in values else None
        for name, column, target in self._links[kind]:
            given = values.get(column)
            if given is None or target == "store":
                continue
            if target == "user":
                values[column] = self._person(line, name, store_id, given)
            elif target == "channel":
                values[column] = self._channel(line, name, store_id, given)
            else:
                place = self._place(line, name, target, given)
                if store_id is not None and place.store_id != store_id:
                    raise LedgerRefused(line, name, f"the {target} {given!r} belongs to another store")
                store_id, values[column] = place.store_id, place.pk
        if "annulled" in values or "taken_back" in values:
            self._take_back(line, store_id, values)
        return store_id

    def _take_back(self, line: int, store_id: int | None, values: dict[str, Any]) -> None:
        """Whoever took a deed back, or an end of an order, is somebody of this store, too."""
        if facts := values.pop("annulled", None):
            values.update(taking_back.columns(facts, lambda given: given and self._person(line, "annulled", store_id, given)))
        if entries := values.pop("taken_back", None):
            values["taken_back"] = taking_back.kept(entries, lambda given: given and self._person(line, "taken_back", store_id, given))

    def _store_of(self, line: int, values: dict[str, Any]) -> int | None:
        code = values["store_id"]
        if code is None:
            return None
        if code not in self.stores:
            raise LedgerRefused(line, "store", f"no line above names the store {code!r}")
        values["store_id"] = self.stores[code]
        return self.stores[code]

    def _person(self, line: int, name: str, store_id: int | None, given: str) -> int:
        """The key of somebody of this store, or of head office."""
        if given not in self.users:
            raise LedgerRefused(line, name, f"no line above names the user {given!r}")
        pk, home = self.users[given]
        if None not in (home, store_id) and home != store_id:
            raise LedgerRefused(line, name, f"the user {given!r} belongs to another store")
        return pk

    def _channel(self, line: int, name: str, store_id: int | None, given: str) -> int:
        if (store_id, given) not in self.channels:
            raise LedgerRefused(line, name, f"no line above names the channel {given!r} of this store")
        return self.channels[store_id, given]

    def _place(self, line: int, name: str, target: str, given: str) -> Place:
        place = self.references[target].get(given)
        if place is None:
            raise LedgerRefused(line, name, f"no line above names the {target} {given!r}")
        return place

    def _add(self, line: int, kind: str, store_id: int | None, values: dict[str, Any]) -> int:
        """Give a row its id and store and gather it; the tables are written together, so that no row comes before what it names."""
        table = self.tables[kind]
        if table.must_write:
            self.write()
        pk = table.next_id()
        if kind in WITH_IDS and "id" in values:
            self.references[kind].add(values["id"], Place(pk, store_id, line))
        if self._has_store[kind]:
            values["store_id"] = store_id
        values["id"] = pk
        if kind in COMPLETE:
            COMPLETE[kind](store_id, values, self.words)
        if kind == "lead":
            self._waiting[pk] = (line, values)
            if not STANDING.isdisjoint(values):
                self.told_standing.add(store_id)
        else:
            table.add(line, values)
        if kind == "inquiry" and values["lead_id"] in self._waiting:
            self._arrive(values["lead_id"], values)
        return pk

    def _arrive(self, pk: int, inquiry: dict[str, Any]) -> None:
        """The first inquiry of a lead was read; one that was taken back brings nobody, unless there is no other."""
        if inquiry.get("annulled_at") and not self._waiting[pk][1].get("annulled_at"):
            self._struck.setdefault(pk, inquiry)
        else:
            self._struck.pop(pk, None)
            self._release(pk, inquiry)

    def _release(self, pk: int, inquiry: dict[str, Any] | None) -> None:
        """Gather a lead: its first inquiry read gives the arrival, until all are known."""
        line, values = self._waiting.pop(pk)
        store_id = values["store_id"]
        arrived = inquiry["received_at"] if inquiry else values.get("opened_at") or UNKNOWN
        values["opened_at"] = values.get("opened_at") or arrived
        values |= {"received_at": arrived, "last_inquiry_at": arrived, "channel_id": inquiry["channel_id"] if inquiry else self._no_channel(store_id)}
        if inquiry and "respond_by" not in values:
            self.tables["setting"].write()
            values["respond_by"] = self.deadlines.of(store_id, values["opened_at"], values["channel_id"], inquiry.get("deadline"))
        self.tables["lead"].add(line, values)

    def _no_channel(self, store_id: int) -> int:
        if store_id not in self.placeholders:
            self.placeholders[store_id] = Channel.objects.create(store_id=store_id, name=PLACEHOLDER, source="other").pk
        return self.placeholders[store_id]

    # What a type does besides becoming a row.

    def _load_store(self, line: int, _store_id: None, values: dict[str, Any]) -> None:
        if Store.objects.filter(code=values["code"]).exists():
            raise LedgerRefused(line, "code", f"the store {values['code']} exists")
        store = Store.objects.create(**values)
        self.stores[store.code] = store.pk

    def _load_user(self, line: int, store_id: int | None, values: dict[str, Any]) -> None:
        roles, stores = values.pop("roles"), values.pop("stores", [])
        unknown = next((code for code in stores if code not in self.stores), None)
        if unknown is not None:
            raise LedgerRefused(line, "stores", f"no line above names the store {unknown!r}")
        if values["username"] != values["username"].lower():
            raise LedgerRefused(line, "username", "must be lower case")
        if User.objects.filter(username=values["username"]).exists():
            raise LedgerRefused(line, "username", f"the user {values['username']} exists")
        user = User(**{**values, "store_id": store_id})
        user.set_unusable_password()
        user.save(force_insert=True)
        Role.objects.bulk_create(Role(user=user, name=name) for name in roles)
        user.stores.set([self.stores[code] for code in stores])
        self.users[user.username] = user.pk, store_id

    def _load_channel(self, line: int, store_id: int, values: dict[str, Any]) -> None:
        aliases = values.pop("aliases", [])
        if (store_id, values["name"]) in self.channels:
            raise LedgerRefused(line, "name", "was named by a line above")
        for name in aliases:
            if len(name) > LONGEST_ALIAS:
                raise LedgerRefused(line, "aliases", f"longer than {LONGEST_ALIAS} signs")
            if (store_id, name) in self.aliases:
                raise LedgerRefused(line, "aliases", f"{name!r} was named before")
            self.aliases.add((store_id, name))
        channel = Channel.objects.create(**values)
        ChannelAlias.objects.bulk_create(ChannelAlias(store_id=store_id, channel=channel, name=name) for name in aliases)
        self.channels[store_id, channel.name] = channel.pk

    def _load_closing(self, line: int, store_id: int, values: dict[str, Any]) -> None:
        """A period is a day or a month; a line that does not say what it closes says it by that. Pay and appraisals are of a month."""
        closes = next((kind for kind, reader in (("day", day), ("month", month)) if _reads(reader, values["period"])), None)
        if closes is None or values.setdefault("kind", closes) not in ((closes,) if closes == "day" else ("month", "rewards", "appraisal")):
            raise LedgerRefused(line, "period", "must be a day like 2026-08-03 or a month like 2026-08, as the kind says")
        self._add(line, "closing", store_id, values)

    def _load_setting(self, line: int, store_id: int, values: dict[str, Any]) -> None:
        if values["name"] not in SETTINGS:
            raise LedgerRefused(line, "name", f"no setting {values['name']!r}")
        try:
            values["value"] = SETTINGS[values["name"]].kept(values["value"])
        except ValidationError as problem:
            raise LedgerRefused(line, "value", problem.messages[0]) from None
        self._add(line, "setting", store_id, values)

    def _load_appointment(self, line: int, store_id: int, values: dict[str, Any]) -> None:
        """The one confirmation that an older file says of it is a row of its own."""
        confirmed_at = values.pop("confirmed_at", None)
        pk = self._add(line, "appointment", store_id, values)
        if confirmed_at:
            self._add(line, "confirmation", store_id, {"appointment_id": pk, "at": confirmed_at})

    def _load_rule(self, line: int, store_id: int, values: dict[str, Any]) -> None:
        """What a line asks for is known: channels and people are named above it."""
        values["users"] = sorted(self._person(line, "users", store_id, name) for name in values.get("users") or ())
        values["conditions"] = read_conditions(line, values.get("conditions") or {}, lambda name: self._channel(line, "conditions", store_id, name))
        self._add(line, "rule", store_id, values)

    def _load_word(self, line: int, store_id: int, values: dict[str, Any]) -> None:
        if not self.words.name(store_id, values["kind"], values["name"]):
            raise LedgerRefused(line, "name", "was named by a line above")
        above = values.pop("parent", None)
        if above is not None:
            values["parent_id"] = self.parents.get((store_id, values["kind"], above))
            if values["parent_id"] is None:
                raise LedgerRefused(line, "parent", f"no line above names the {values['kind']} {above!r}")
        self.parents[store_id, values["kind"], values["name"]] = self._add(line, "word", store_id, values)

    def _load_trial(self, line: int, store_id: int, values: dict[str, Any]) -> None:
        """What came of a trial names visits, appointments, orders and cards above it."""
        try:
            values["result"] = renamed(values["result"], lambda of, named: self._row(line, "result", of, named, store_id))
        except (AttributeError, KeyError, TypeError):
            raise LedgerRefused(line, "result", "is no result of a trial") from None
        self._add(line, "trial", store_id, values)

    def _load_statement(self, line: int, store_id: int, values: dict[str, Any]) -> None:
        """The lines of a statement name what happened above it."""
        try:
            values["steps"] = of_events(values.get("steps", []), lambda of, named: self._row(line, "steps", of, named, store_id))
        except (AttributeError, KeyError, TypeError, ValueError, ArithmeticError):
            raise LedgerRefused(line, "steps", "is no ladder of a statement") from None
        self._add(line, "statement", store_id, values)

    def _load_audit(self, line: int, store_id: int, values: dict[str, Any]) -> None:
        """An object is `lead:L1`: a type, and what its line is called; or an id that only one type has."""
        if named := values.pop("object", None):
            kind, colon, name = named.partition(":")
            kind, name = (kind, name) if colon else (self._type_of(line, named), named)
            values["object_id"] = self._row(line, "object", kind, name, store_id)
            values["object_type"] = MODELS[kind]._meta.model_name
        if values.get("detail"):
            values["detail"] = turned(values["action"], values["detail"], lambda of, named: self._row(line, "detail", of, named, store_id))
        self._add(line, "audit", store_id, values)

    def _type_of(self, line: int, name: str) -> str:
        """The type whose ids this one is among."""
        found = [kind for kind, references in self.references.items() if references.get(name)]
        if len(found) != 1:
            raise LedgerRefused(line, "object", f"must be a type and an id above, like lead:L1, not {name!r}")
        return found[0]

    def _row(self, line: int, key: str, kind: str, name: Any, store_id: int) -> int:
        """The key of a row that the trail names."""
        if isinstance(name, str):
            if kind == "user":
                return self._person(line, key, store_id, name)
            if kind == "channel":
                return self._channel(line, key, store_id, name)
            if kind == "store" and self.stores.get(name) == store_id:
                return store_id
            if kind in self.references:
                place = self._place(line, key, kind, name)
                if place.store_id == store_id:
                    return place.pk
        raise LedgerRefused(line, key, f"no line above names the {kind} {name!r} of this store")
