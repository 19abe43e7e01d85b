"""Fills a store set-wise with a trade's proportions: two years of leads, each as far as chance takes it. The same number gives the same store."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction

from calls.models import Appointment, Call, Card
from dcc.database.bulk import insert_rows, reserve_ids
from dcc.models import Role, Store, User
from leads.intake.phones import tail
from leads.models import Allocation, Channel, Inquiry, Lead
from leads.pool.name_search import initials
from reception.models import Order, Visit
from reporting.ledger.completing import NO_SHOW_AFTER
from reporting.ledger.tables import blank

END = datetime(2026, 10, 31, 16, tzinfo=UTC)
SPAN = timedelta(days=730)
CHANNELS, AGENTS, RECEPTIONS, A_PART = 8, 9, 3, 20_000
TABLES = (Lead, Inquiry, Allocation, Call, Card, Appointment, Visit, Order)
MODELS = ("卡罗拉", "凯美瑞", "汉兰达", "亚洲龙", "RAV4荣放")
OPEN_FOR = timedelta(days=60)  # how long somebody is followed who neither buys nor declines
LIMIT = timedelta(minutes=30)
FIRSTS = {"call": {"is_first": True}, "reached": {"is_first_connected": True}, "visited": {"is_first": True}}  # what figures read of an event
SURNAMES, NAMES = "王李张刘陈杨赵黄周吴", "伟芳娜敏静丽强磊军洋"


@dataclass
class Cast:
    """The rows every lead refers to."""

    channels: list[int]
    agents: list[int]
    receptions: list[int]


def fill(store: Store, leads: int) -> None:
    """Write the leads of a store and everything that happened to them."""
    chance = random.Random(store.code)  # noqa: S311 - proportions, no secrets
    cast = _cast(store)
    for start in range(0, leads, A_PART):
        with transaction.atomic():
            _write_part(store, cast, chance, start, min(A_PART, leads - start), leads)


def _cast(store: Store) -> Cast:
    channels = Channel.objects.bulk_create(Channel(store=store, name=f"渠道{number}", source="web") for number in range(CHANNELS))
    people = {role: [] for role in ("agent", "reception", "leader")}
    for role, count in (("agent", AGENTS), ("reception", RECEPTIONS), ("leader", 1)):
        for number in range(count):
            user = User.objects.create(username=f"{store.code.lower()}-{role}{number}", name=f"{role}{number}", store=store, password="!")  # noqa: S106
            Role.objects.create(user=user, name=role)
            people[role].append(user.pk)
    return Cast([channel.pk for channel in channels], people["agent"], people["reception"])


def _write_part(store: Store, cast: Cast, chance: random.Random, start: int, count: int, leads: int) -> None:
    ids = {model: iter(reserve_ids(model, count * (3 if model is Call else 1))) for model in TABLES}
    rows: dict[type, list[dict]] = {model: [] for model in TABLES}
    for number in range(start, start + count):
        at = END - SPAN + SPAN * number / leads
        for model, row in _lived(cast, chance, number, at):
            key = "lead_id" if model is not Lead else "id"
            if model is Lead:
                row["id"] = lead_id = next(ids[Lead])
            else:
                row |= {"id": next(ids[model]), key: lead_id}
            rows[model].append(row | {"store_id": store.pk})
    for model in TABLES:
        fields = model._meta.concrete_fields
        columns, blanks = [field.attname for field in fields], {field.attname: blank(field) for field in fields}
        insert_rows(model, columns, (tuple([row.get(column, blanks[column]) for column in columns]) for row in rows[model]))


STEPS = (  # how far leads come: of those that passed the step before, and within how many days of their arrival
    ("call", 0.93, 0.2),
    ("reached", 0.72, 1),
    ("card", 0.6, 2),
    ("invited", 0.6, 4),
    ("visited", 0.62, 9),
    ("ordered", 0.35, 15),
    ("delivered", 0.85, 40),
)


def _passed(chance: random.Random, at: datetime) -> dict[str, datetime]:
    """The steps a lead takes, each later than the one before, and when."""
    passed, moment = {}, at
    for name, share, days in STEPS:
        if chance.random() > share:
            break
        moment = passed[name] = moment + timedelta(minutes=10 + 60 * 24 * days * chance.random())
    return passed


def _lived(cast: Cast, chance: random.Random, number: int, at: datetime) -> Iterator[tuple[type, dict]]:
    """One lead and its events, the lead first, with the moments it passed."""
    agent, passed = chance.choice(cast.agents), _passed(chance, at)
    reception = chance.choice(cast.receptions) if "visited" in passed else None
    closed = "delivered" if "delivered" in passed else chance.choices(("", "lost", "invalid"), (60, 32, 8))[0]
    closed = closed or ("unreachable" if at < END - OPEN_FOR else "")
    facts = {"channel_id": chance.choice(cast.channels), "agent_id": agent, "reception_id": reception, "closed_as": closed, "model": chance.choice(MODELS)}
    yield Lead, _lead(number, at, passed, facts)
    yield Inquiry, {"channel_id": facts["channel_id"], "received_at": at, "entered_at": at}
    yield Allocation, {"agent_id": agent, "at": at + timedelta(minutes=10)}
    credit = {"channel_id": facts["channel_id"], "agent_id": agent, "reception_id": reception}
    for name, when in passed.items():
        model, row = _event(name, when, credit, passed)
        yield model, row | FIRSTS.get(name, {}) | ({"is_late": when > at + LIMIT} if name == "call" else {})


def _event(name: str, at: datetime, credit: dict, passed: dict[str, datetime]) -> tuple[type, dict]:
    """The row of one step; a delivery is written with its order, and again as a call of thanks."""
    agent = {"channel_id": credit["channel_id"], "agent_id": credit["agent_id"], "at": at}
    both = agent | credit
    first = {"first_agent_id": credit["agent_id"], "first_reception_id": credit["reception_id"]}
    rows = {
        "call": (Call, agent | {"direction": "out", "outcome": "no_answer"}),
        "reached": (Call, agent | {"direction": "out", "outcome": "connected", "seconds": 80}),
        "card": (Card, agent),
        "invited": (Appointment, agent | _fate(at, passed)),
        "visited": (Visit, both | first | {"tag": "dcc", "first_tag": "dcc", "basis": "appointment", "first_basis": "appointment"}),
        "ordered": (Order, both | {"delivered_at": passed.get("delivered")}),
        "delivered": (Call, agent | {"direction": "out", "outcome": "connected", "seconds": 60}),
    }
    return rows[name]


def _fate(at: datetime, passed: dict[str, datetime]) -> dict:
    """What became of an appointment: kept at its very minute, or a no-show of the next day."""
    came = passed.get("visited")
    due = came or at + timedelta(days=1)
    return {"scheduled_for": due, "status": "arrived" if came else "no_show", "ended_at": came or due + NO_SHOW_AFTER}


def _lead(number: int, at: datetime, passed: dict[str, datetime], facts: dict) -> dict:
    phone = f"154{number % 100_000_000:08d}"
    names = {"first_call_at": "call", "responded_at": "call", "last_call_at": "call", "reached_at": "reached", "card_at": "card"}
    names |= {"invited_at": "invited", "visited_at": "visited", "ordered_at": "ordered", "delivered_at": "delivered"}
    moments = {column: passed.get(name) for column, name in names.items()}
    closed_at = passed.get("delivered") or at + timedelta(days=20) if facts["closed_as"] else None
    owner = {"card_by_id": facts["agent_id"] if "card" in passed else None, "closed_agent_id": facts["agent_id"] if closed_at else None}
    name = f"{SURNAMES[number % 10]}{NAMES[number // 10 % 10]}"
    return {
        **facts, **moments, **owner, "phone": phone, "phone_tail": tail(phone), "name": name, "given_name": name[1:], "initials": initials(name),
        "received_at": at, "opened_at": at, "last_inquiry_at": at, "respond_by": at + LIMIT, "allocated_at": at, "closed_at": closed_at,
        "call_count": sum(1 for step in ("call", "reached") if step in passed),
    }  # fmt: skip
