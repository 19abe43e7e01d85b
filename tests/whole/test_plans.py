"""No hot question of a store with 300,000 leads reads a table from end to end: each is held to its indexes (07)."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import product
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from calls.agenda import agenda_of, places_of
from calls.models import Appointment, Call, Card
from dcc.models import Store
from dcc.rules.due import run_due
from dcc.rules.stores import create_store
from leads.models import Allocation, Inquiry, Lead
from leads.search import find
from reception.models import Order, Visit
from reporting.benchmarks.filling import END
from reporting.ledger.events import events_of
from tests.whole import large_store

LARGE = {model._meta.db_table for model in (Lead, Inquiry, Allocation, Call, Card, Appointment, Visit, Order)}
SCAN = {"sqlite": re.compile(r"^SCAN (\S+)"), "postgresql": re.compile(r"Seq Scan on (\S+)(?: (\w+))?")}
COST = re.compile(r"cost=[\d.]+\.\.([\d.]+)")
EARLY = 20  # a scan that a LIMIT ends early costs a small part of the whole one: the capped count of a page
MONTH = f"from={END - timedelta(days=45):%Y-%m-%d}&to={END - timedelta(days=16):%Y-%m-%d}"
LIST = (
    *("", "?status=open", "?status=pool", "?status=hand", "?status=closed", "?past_limit=true", "?untouched=true"),
    *("?grade=H", "?grade=A&grade=L", "?source=web"),
)
PAGES = {
    "leader": (
        *(f"/leads/{filters}" for filters in LIST),
        "/leads/?model=卡罗拉&since=2026-10-01",
        "/leads/allocate/",
        "/leads/review/",
        f"/reports/funnel/?by=channel&basis=cohort&{MONTH}",
        f"/reports/funnel/?by=channel&basis=activity&{MONTH}",
        f"/reports/funnel/?by=agent&basis=cohort&{MONTH}",
        f"/reports/funnel/?by=agent&basis=activity&{MONTH}",
        f"/reports/rows/?measure=leads&{MONTH}",
        f"/reports/rows/?by=agent&basis=activity&measure=contacted&{MONTH}",
        f"/reports/daily/?from={END:%Y-%m-%d}&to={END:%Y-%m-%d}",
        "/",
    ),
    "agent": ("/calls/today/calls/", "/calls/today/in_time/", "/calls/today/overdue/", "/calls/", "/calls/appointments/", "/leads/"),
    "data_manager": ("/leads/grading/", "/reception/reconcile/", "/"),
    "front_desk": ("/reception/", "/reception/day/"),
    "reception": ("/reception/mine/", "/reception/mine/month/"),
    "director": ("/reception/reconcile/", "/reception/transfers/", "/"),
}
WORDS = ("1234", "王伟", "ab", "15400001234")  # last four, name, initials, number
TEN = END - timedelta(hours=14)  # in the morning of the last day


@dataclass(frozen=True)
class Asked:
    """One question as it went to the database."""

    sql: str
    params: tuple

    @property
    def large(self) -> set[str]:
        """The large tables it reads."""
        return {table for table in LARGE if f'"{table}"' in self.sql}

    @property
    def scanned(self) -> set[str]:
        """The large tables it would read from end to end."""
        explain = "EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN "
        with connection.cursor() as cursor:
            cursor.execute(explain + self.sql, self.params)
            lines = [str(row[-1]) for row in cursor.fetchall()]
        names = {alias: table for table, alias in re.findall(r'"(\w+)" (?:AS )?"?([A-Z]\d+|\w+)"?', self.sql) if table in LARGE}
        scans = [line for line in lines if SCAN[connection.vendor].search(line) and not _ends_early(line, lines[0])]
        found = {name for line in scans for name in SCAN[connection.vendor].search(line).groups() if name}
        return {names.get(name, name) for name in found} & LARGE


def _ends_early(line: str, whole: str) -> bool:
    """Whether PostgreSQL expects to read little of what it scans. SQLite says no costs."""
    costs = COST.search(line), COST.search(whole)
    return all(costs) and float(costs[1][1]) * EARLY < float(costs[0][1])


def asked_by(deed: Callable[[], object]) -> list[Asked]:
    """Return what a deed asks of the database."""
    found = []

    def listen(execute, sql, params, many, context):
        if sql.lstrip().upper().startswith("SELECT") and not many:
            found.append(Asked(sql, tuple(params or ())))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        deed()
    return found


def client_of(store: Store, role: str) -> Client:
    """The browser of somebody of the store with this role."""
    client = Client()
    client.force_login(large_store.person(store, role), "dcc.backends.PersonBackend")
    return client


def deeds_of(store: Store) -> Iterator[tuple[str, Callable[[], object]]]:
    """Every page in PAGES, a customer looked for in each way, an agent's queue, a part of an export, and what happens by itself."""
    for role, addresses in PAGES.items():
        client = client_of(store, role)
        for address in addresses:
            yield f"{role} {address}", partial(client.get, quote(address, safe="/?&="))
    client = client_of(store, "front_desk")
    for text in WORDS:
        yield f"front_desk looks for {text}", partial(client.post, "/reception/match/", {"tail" if text.isdigit() and len(text) == 4 else "q": text})
    for role, text in product(("leader", "agent"), WORDS):
        yield f"{role} searches {text}", partial(find, large_store.person(store, role), text)
    agent = large_store.person(store, "agent")
    yield "the queue of an agent", partial(agenda_of, agent, now=TEN)
    yield "the order of a queue", partial(places_of, agent, now=TEN)
    some = list(Lead.objects.filter(store=store).order_by("-received_at").values_list("pk", flat=True)[:500])
    yield "a part of an export", partial(events_of, some)
    yield "what happens by itself", partial(run_due, now=timezone.now())


@pytest.mark.django_db
def test_no_question_reads_a_large_table_from_end_to_end():
    store = create_store(code="LARGE", name="大店", by=None, now=END)
    large_store.make(store)

    asked = {name: asked_by(deed) for name, deed in deeds_of(store)}

    scanned = {f"{name} scans {table}": question.sql for name, questions in asked.items() for question in questions for table in question.scanned}
    assert scanned == {}
    assert [name for name, questions in asked.items() if not any(question.large for question in questions)] == []
