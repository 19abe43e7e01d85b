"""No hot question of a store with 300,000 leads reads a table from end to end: each is held to its indexes, whoever asks, whether or not the
database knows its sizes.

See docs/rules/speed.md#plans-of-the-database.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from itertools import cycle, product
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from calls.desk.overdue import overdue
from calls.desk.queue import agenda_of, places_of
from dcc.installation.rules.due import run_due
from dcc.models import Store
from dcc.people.roles import ROLES
from dcc.store.rules.stores import create_store
from leads.models import Lead
from leads.pool.search import find
from reporting.arrivals.rules.freezing_forecasts import freeze_forecasts
from reporting.benchmarks.setwise_filling import END
from reporting.closings.rules.openings import take_openings
from reporting.ledger.events import events_of
from tests.moments import NOW
from tests.whole import large_store
from tests.whole.matrix import OPENED, read
from tests.whole.questions import Asked, asked_by

MONTH = f"from={END - timedelta(days=45):%Y-%m-%d}&to={END - timedelta(days=16):%Y-%m-%d}"
SORTS = ("", "sort=limit", "sort=name", "sort=last_call")
FILTERS = (
    *("", "status=open", "status=pool", "status=hand", "status=closed", "past_limit=true", "untouched=true", "grade=H", "grade=A&grade=L"),
    *("status=owed", "level=H", "closed_as=lost", "reception=none", "status=closed&closed_as=lost", "status=open&level=A"),
    *("source=web", "agent=none", "registered=any", "model=卡罗拉&since=2026-10-01", "given=2026-10-20", "status=open&untouched=true"),
)
EACH_WITH_EACH = (*product(SORTS, FILTERS), ("sort=next_step", "status=owed"))
BY_TURNS = (*zip(cycle(SORTS), FILTERS, strict=False), *((order, "") for order in SORTS))  # each order and each filter: one's own are few
LISTS = {  # whoever else sees the list sees all of it, as the leader does
    role: [f"leads?{'&'.join(filter(None, parts))}" for parts in asked]
    for role, asked in {"leader": EACH_WITH_EACH, "agent": BY_TURNS, "reception": BY_TURNS}.items()
}
REPORTS = (
    *(f"funnel?by={by}&basis={basis}&{MONTH}" for by in ("channel", "agent") for basis in ("cohort", "activity")),
    f"figure_rows?measure=leads&{MONTH}",
    f"figure_rows?by=agent&basis=activity&measure=contacted&{MONTH}",
    f"daily?from={END:%Y-%m-%d}&to={END:%Y-%m-%d}",
)
PARTS = {  # beside the addresses of the matrix without an object: polls, parts and tabs
    "agent": ("/calls/news/0/", "/calls/queue/?group=new", *(f"/calls/today/{what}/" for what in ("calls", "in_time", "overdue"))),
    "leader": ("/leads/allocate/?show=again", "/leads/allocate/?show=short"),
    "front_desk": ("/reception/day/?day=tomorrow",),
}
OF_A_DAY = 'AS "slip"'  # what an evening note counts: as many as are owed, and no table from end to end
OF_ALL = {"a part of an export", "everybody is overdue", "the stock of a month", "the forecast of a day"}  # as many as there are, and no table from end to end
APART = {"healthz", "readyz", "login"}  # asked by nobody's browser, or before the log-in
WORDS = ("1234", "王伟", "ww", "15400001234")  # last four, name, initials, number
TEN = END - timedelta(hours=14)  # in the morning of the last day
# Rows a question may look at: of SQLite's a twentieth of its steps, of PostgreSQL's what any sample of its sizes has it read. The widest is 没有下一步,
# asked of every open lead in somebody's hand, and of whether that person is still there. Without statistics those of the store, but once.
KNOWING, BLIND = {"sqlite": large_store.LEADS // 7, "postgresql": large_store.LEADS // 15}, large_store.LEADS * 2


def client_of(store: Store, role: str) -> Client:
    """The browser of somebody of the store with this role."""
    client = Client()
    client.force_login(large_store.person(store, role), "dcc.log_in.backends.PersonBackend")
    return client


def addresses_of(role: str) -> list[str]:
    """Every page this role may open that is about no single object, with what may be asked of it, and the polls."""
    opened = [line.url for line in read() if (line.method, line.object) == ("GET", "-") and line.url not in APART and line.letter(role, "own") in OPENED]
    asked = [url for url in (*LISTS.get(role, ()), *REPORTS) if url.partition("?")[0] in opened]
    pages = dict.fromkeys([*opened, *asked])
    return [*(reverse(url.partition("?")[0]) + "".join(url.partition("?")[1:]) for url in pages), *PARTS.get(role, ())]


def deeds_of(store: Store) -> Iterator[tuple[str, Callable[[], object]]]:
    """Every role's pages, a customer looked for in each way, an agent's queue, a part of an export, and what happens by itself."""
    for role, _label in ROLES:
        client = client_of(store, role)
        for address in addresses_of(role):
            yield f"{role} {address}", partial(client.get, quote(address, safe="/?&="))
    client = client_of(store, "front_desk")
    for text in WORDS:
        yield f"front_desk looks for {text}", partial(client.post, "/reception/match/", {"tail" if text.isdigit() and len(text) == 4 else "q": text})
    for role, text in product(("leader", "agent", "reception"), WORDS):
        yield f"{role} searches {text}", partial(find, large_store.person(store, role), text, now=TEN)
    agent = large_store.person(store, "agent")
    yield "the queue of an agent", partial(agenda_of, agent, now=TEN)
    yield "the order of a queue", partial(places_of, agent, now=TEN)
    yield "everybody is overdue", partial(overdue, store, now=large_store.AHEAD + timedelta(days=1))
    some = list(Lead.objects.filter(store=store).order_by("-received_at").values_list("pk", flat=True)[:500])
    yield "a part of an export", partial(events_of, some)
    yield "the stock of a month", partial(take_openings, now=NOW)
    yield "the forecast of a day", partial(freeze_forecasts, now=NOW)
    yield "what happens by itself", partial(run_due, now=NOW)


def judged(store: Store, most: int) -> tuple[dict[str, str], int]:
    """Return what is wrong with the questions of all deeds, each question asked once, and how many there were."""
    wrong: dict[str, str] = {}
    seen: set[str] = set()
    for name, deed in deeds_of(store):
        for question in asked_by(deed):
            if repr(question) in seen or not question.large:
                continue
            seen.add(repr(question))
            if question.scanned:
                wrong[f"{name} scans {', '.join(sorted(question.scanned))}"] = question.sql
            elif not (is_report(name) or OF_A_DAY in question.sql) and (rows := question.looked_at) > most:
                wrong[f"{name} looks at {rows:,} rows"] = question.sql
    return wrong, len(seen)


def is_report(name: str) -> bool:
    """Whether a question reads the rows of a whole period, as it must."""
    return any(part in name for part in ("/reports/", "/settings/allocation/")) or name in OF_ALL


@pytest.mark.long
@pytest.mark.django_db
def test_no_question_reads_more_of_a_large_table_than_it_answers_with():
    store = create_store(code="LARGE", name="大店", by=None, now=END)
    large_store.make(store)

    blind, asked_blindly = judged(store, BLIND) if connection.vendor == "sqlite" else ({}, 201)  # PostgreSQL looks by itself, and after a large file
    large_store.know_sizes()
    knowing, asked = judged(store, KNOWING[connection.vendor])

    assert [blind, knowing] == [{}, {}], "\n".join(f"{name}\n    {sql}" for found in (blind, knowing) for name, sql in found.items())
    assert min(asked_blindly, asked) > 200


@pytest.mark.sqlite
@pytest.mark.django_db
def test_a_skipping_search_is_told_from_an_index(store):
    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX skipping ON leads_lead (store_id, agent_id, closed_at)")
        cursor.execute("ANALYZE")
        cursor.execute("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('leads_lead', 'skipping', '1000000 100000 50000 2')")
        cursor.execute("ANALYZE sqlite_schema")

    skipped = Asked('SELECT "agent_id" FROM "leads_lead" WHERE "closed_at" = \'2026-11-23\'', ())
    found = Asked('SELECT "agent_id" FROM "leads_lead" WHERE "store_id" = 1 AND "agent_id" = 2', ())

    assert (skipped.scanned, found.scanned) == ({"leads_lead"}, set())
