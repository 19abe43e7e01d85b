"""A store whose forty agents have two hundred customers each to call, and one agent more who has ten: what the desk costs a full team."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from statistics import mean

from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dcc.database.bulk import insert_rows, reserve_ids
from dcc.models import Role, Store, StoreSetting, User
from leads.intake.phones import tail
from leads.models import Channel, FollowUp, Inquiry, Lead
from reporting.benchmarks.own_database import filled
from reporting.benchmarks.timing import best, counted_queries, row
from reporting.ledger.tables import blank

AGENTS, QUEUE, FEW = 40, 200, 10
CODE = "Q"
DAYS = 2  # since all of them came, when the store is filled
ALL_DAY = {"call_from": "00:00", "call_until": "23:59"}
OWED = ("callback", "", "retry", "grade", "nurture")  # by turns; "": never called
PAGES = ("calls", "appointments", "calls_incoming")


def fill_queues(store: Store, leads: int) -> None:
    """Write the customers of every agent, one after the other; the last agent has few of them."""
    begins = timezone.now() - timedelta(days=DAYS)
    channel = Channel.objects.filter(store=store).first()
    for name, value in ALL_DAY.items():
        StoreSetting.objects.create(store=store, name=name, value=value, valid_from=begins)
    agents = [User.objects.create(username=username_of(store, number), name=f"专员{number}", store=store, password="!") for number in range(AGENTS + 1)]  # noqa: S106
    Role.objects.bulk_create(Role(user=agent, name="agent") for agent in agents)
    rows: dict[type, list[dict]] = {Lead: [], Inquiry: [], FollowUp: []}
    ids = {model: iter(reserve_ids(model, leads)) for model in rows}
    for number in range(leads):
        for model, facts in _waiting(begins + timedelta(seconds=number), number, agents[min(number // QUEUE, AGENTS)].pk, channel.pk, next(ids[Lead])):
            rows[model].append({"store_id": store.pk} | facts | ({} if model is Lead else {"id": next(ids[model])}))
    for model, lines in rows.items():
        fields = model._meta.concrete_fields
        columns, blanks = [field.attname for field in fields], {field.attname: blank(field) for field in fields}
        insert_rows(model, columns, (tuple([line.get(column, blanks[column]) for column in columns]) for line in lines))


def username_of(store: Store, number: int) -> str:
    """Return the username of one of the agents; the last has few customers."""
    return f"{store.code.lower()}-caller{number}"


def _waiting(at: datetime, number: int, agent: int, channel: int, lead: int) -> Iterator[tuple[type, dict]]:
    """One customer, their inquiry, and what is owed to them where they were called before."""
    phone, owed = f"154{number:08d}", OWED[number % len(OWED)]
    facts = {"phone": phone, "phone_tail": tail(phone), "name": f"客户{number}", "channel_id": channel, "agent_id": agent, "model": "凯美瑞"}
    moments = dict.fromkeys(("received_at", "opened_at", "last_inquiry_at", "allocated_at", "respond_by"), at)
    yield Lead, {"id": lead, **facts, **moments, "first_call_at": at if owed else None, "call_count": int(bool(owed))}
    yield Inquiry, {"lead_id": lead, "channel_id": channel, "received_at": at, "entered_at": at}
    if owed:
        yield FollowUp, {"lead_id": lead, "agent_id": agent, "kind": owed, "created_at": at, "due_at": at + timedelta(days=1)}


def measure(floor: float, say: Callable[[str], None], widths: list[int]) -> None:
    """Print what the agent's pages cost with a full queue, against the plain page and against a short queue; then the desk of all agents by turns."""
    store = filled(CODE, AGENTS * QUEUE + FEW, fill_queues, say)
    say(f"{AGENTS} agents with {QUEUE} customers each in the queue, one with {FEW}")
    say(row(["page", f"{QUEUE}", f"{FEW}", "× floor", f"× {FEW}", "queries"], widths))
    full, short = _client(store, 0), _client(store, AGENTS)
    for name in PAGES:
        address = reverse(name)
        long, brief = (best(lambda client=client, address=address: _opened(client, address), 3) for client in (full, short))
        queries: list[int] = []
        with counted_queries(queries):
            _opened(full, address)
        say(row([f"agent {name}", long, brief, f"{long / floor:.1f}×", f"{long / brief:.1f}×", queries[0]], widths))
    each = [best(lambda client=client: _opened(client, reverse("calls")), 1) for client in (_client(store, number) for number in range(AGENTS))]
    title = f"agent calls, {AGENTS} by turns: mean, most"
    say(row([title, mean(each), max(each), f"{mean(each) / floor:.1f}×", f"{max(each) / mean(each):.1f}×", ""], widths))


def _opened(client: Client, address: str) -> None:
    cache.clear()
    if client.get(address).status_code != 200:
        raise RuntimeError(f"{address} does not open")


def _client(store: Store, number: int) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username_of(store, number)), "dcc.log_in.backends.PersonBackend")
    return client
